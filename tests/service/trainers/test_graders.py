from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.trainers.graders.errors import GraderError
from service.trainers.graders.formula import evaluate
from service.trainers.graders.similarity import NAMES, similarity
from service.trainers.graders.templates import fill, sample_of


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("0.5*a + 0.5*b", 0.75),
        ("max(a, b) - min(a, b)", 0.5),
        ("-a ** 2", -1.0),
        ("sqrt(4) + floor(1.5) + ceil(1.5) + abs(-1) + exp(0) + log(1)", 7.0),
    ],
)
def test_formulas(formula: str, value: float) -> None:
    assert evaluate(formula, {"a": 1.0, "b": 0.5}) == pytest.approx(value)


@pytest.mark.parametrize(
    "formula",
    [
        "__import__('os').system('true')",
        "a.__class__",
        "[a][0]",
        "(lambda: 1)()",
        "9 ** 9 ** 9",
        "1 / 0",
        "log(0)",
        "c",
        "a if b else 1",
        "True",
        "",
        "(" * 500,
        "-" * 1500 + "a",
        "max(*[1])",
        "min()",
        "exp(a, base=2)",
        "1e999",
    ],
)
def test_anything_but_arithmetic_is_refused(formula: str) -> None:
    with pytest.raises(GraderError):
        evaluate(formula, {"a": 1.0, "b": 0.5})


ITEM = {"answer": "4", "steps": [{"text": "one"}], "n": 3}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{item.answer}}", "4"),
        ("{{ item.answer }} and {{sample.output_text}}", '4 and {"x": [1]}'),
        ("{{item.steps[0].text}}", "one"),
        ("{{item['n']}}", "3"),
        ("{{sample.output_json.x}}", "[1]"),
        ("no places {item}", "no places {item}"),
    ],
)
def test_templates(template: str, text: str) -> None:
    assert fill(template, ITEM, sample_of('{"x": [1]}')) == text


@pytest.mark.parametrize(
    ("template", "kind"),
    [
        ("{{item.missing}}", "invalid_variable_error"),
        ("{{item.__class__}}", "invalid_variable_error"),
        ("{{item.steps[7]}}", "invalid_variable_error"),
        ("{{1 + 1}}", "invalid_variable_error"),
        ("{{sample.output_json.x}}", "sample_parse_error"),
    ],
)
def test_templates_that_name_nothing(template: str, kind: str) -> None:
    with pytest.raises(GraderError) as caught:
        fill(template, ITEM, sample_of("not json"))
    assert caught.value.kind == kind


def test_filled_text_is_not_filled_again() -> None:
    assert fill("{{sample.output_text}}", {"secret": "x"}, sample_of("{{item.secret}}")) == "{{item.secret}}"


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        ("rouge_1", 2 / 3),
        ("rouge_2", 0.5),
        ("rouge_l", 2 / 3),
        ("gleu", 3 / 6),
        ("cosine", 2 / 3),
        ("meteor", 2 / 3 * (1 - 0.0)),
        ("fuzzy_match", 0.8),
    ],
)
def test_similarity_of_texts_that_differ_in_a_word(metric: str, value: float) -> None:
    assert similarity(metric, "a b c", "a b d") == pytest.approx(value)


@pytest.mark.parametrize("metric", sorted(NAMES))
def test_texts_too_short_for_a_measure_are_alike_only_if_they_are_equal(metric: str) -> None:
    for one, other in (("+", "-"), ("", "!"), ("London", "Paris"), ("no", "a cat sat")):
        assert similarity(metric, one, other) < 0.5


@given(text=st.text(max_size=100), metric=st.sampled_from(sorted(NAMES)))
def test_similarity_is_a_share_and_equal_texts_have_all_of_it(text: str, metric: str) -> None:
    assert similarity(metric, text, text) == pytest.approx(1.0) or metric == "meteor"
    for other in ("", "x", text + " y", text[::-1]):
        assert 0.0 <= similarity(metric, text, other) <= 1.0 + 1e-9


@pytest.mark.parametrize("metric", sorted(NAMES))
def test_long_texts_are_compared_in_good_time(metric: str) -> None:
    """With a quadratic loop over characters or words these would run into the time limit of the test run."""
    assert 0.0 <= similarity(metric, "ab " * 300_000, "ba " * 300_000) <= 1.0


def run(client: Any, grader: dict[str, Any], sample: str = "4") -> Any:
    body = {"grader": {"name": "g", **grader}, "item": {"answer": "4"}, "model_sample": sample}
    return client.post("/fine_tuning/alpha/graders/run", json=body)


@pytest.mark.parametrize(
    ("operation", "reference", "reward"),
    [("eq", "4", 1.0), ("ne", "4", 0.0), ("like", "Yes", 1.0), ("ilike", "YES", 1.0), ("like", "YES", 0.0)],
)
def test_string_check(client: Any, operation: str, reference: str, reward: float) -> None:
    sample = "4" if operation in {"eq", "ne"} else "Oh Yes!"
    grader = {
        "type": "string_check",
        "input": "{{sample.output_text}}",
        "reference": reference,
        "operation": operation,
    }
    assert run(client, grader, sample).json()["reward"] == reward


def test_what_a_sample_lacks_is_named_in_the_metadata(client: Any) -> None:
    grader = {"type": "string_check", "input": "{{item.no}}", "reference": "4", "operation": "eq"}
    answer = run(client, grader).json()
    assert answer["reward"] == 0.0
    errors = answer["metadata"]["errors"]
    assert [name for name, value in errors.items() if value is True] == ["invalid_variable_error"]


@pytest.mark.parametrize(
    "grader",
    [
        {"type": "score_model", "name": "g"},
        {"type": "multi", "name": "g", "calculate_output": "a", "graders": {"a": {"type": "label_model"}}},
        {"type": "string_check", "name": "g", "input": "x"},
        {
            "type": "multi",
            "name": "g",
            "calculate_output": "b",
            "graders": {
                "a": {"type": "string_check", "name": "a", "input": "", "reference": "", "operation": "eq"}
            },
        },
        {},
    ],
)
def test_graders_that_cannot_be_run_are_refused(client: Any, grader: dict[str, Any]) -> None:
    answer = client.post("/fine_tuning/alpha/graders/validate", json={"grader": grader})
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


@pytest.mark.boxes
@pytest.mark.parametrize(
    ("source", "reward", "error"),
    [
        ("def grade(sample, item):\n    return 0.5 * (sample['output_text'] == item['answer'])", 0.5, None),
        ("def grade(sample, item):\n    print('noise')\n    return 1", 1.0, None),
        ("def grade(sample, item):\n    return 1 / 0", 0.0, "python_grader_runtime_error"),
        ("def grade(sample, item):\n    return float('nan')", 0.0, "python_grader_runtime_error"),
        ("def other(): pass", 0.0, "python_grader_runtime_error"),
        ("import sys; sys.exit()", 0.0, "python_grader_runtime_error"),
    ],
)
def test_python_graders(boxed: Any, source: str, reward: float, error: str | None) -> None:
    answer = run(boxed, {"type": "python", "source": source}).json()
    assert answer["reward"] == reward
    found = [name for name, value in answer["metadata"]["errors"].items() if value is True]
    assert found == ([error] if error else [])


@pytest.mark.boxes
def test_multi_grader(boxed: Any) -> None:
    check = {
        "type": "string_check",
        "name": "c",
        "input": "{{sample.output_text}}",
        "reference": "{{item.answer}}",
        "operation": "eq",
    }
    python = {"type": "python", "name": "p", "source": "def grade(sample, item): return 0.5"}
    grader = {"type": "multi", "graders": {"c": check, "p": python}, "calculate_output": "0.5*c + p"}
    answer = run(boxed, grader).json()
    assert (answer["reward"], answer["sub_rewards"]) == (1.0, {"c": 1.0, "p": 0.5})
