import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifiers.errors import InvalidSubmission
from verifiers.rewards import (
    COMPONENTS,
    RewardContext,
    as_group,
    combine,
    compute_components,
    make_components,
)

CASES = Path(__file__).parents[2] / "cases" / "rewards"


def load(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((CASES / name).read_text(encoding="utf-8"))
    return cases


@pytest.mark.parametrize(
    "case", load("components.json"), ids=lambda case: f"{case['component']}: {case['why']}"
)
def test_worked_examples(case: dict[str, Any]) -> None:
    name = case["component"]
    components = make_components([name], {name: case.get("options", {})})
    assert compute_components(components, RewardContext(**case["sample"])) == {
        name: pytest.approx(case["value"])
    }


def test_every_component_has_a_worked_example() -> None:
    grouped = {name for name, component in COMPONENTS.items() if component.grouped}
    assert {case["component"] for case in load("components.json")} | grouped == set(COMPONENTS)


@pytest.mark.parametrize("case", load("bad_options.json"), ids=lambda case: case["why"])
def test_options_that_make_no_sense_name_their_field(case: dict[str, Any]) -> None:
    with pytest.raises(InvalidSubmission) as caught:
        make_components(case["names"], case["options"])
    assert caught.value.field == case["field"]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("length", "group"),
        ("overlong", "completion_tokens"),
        ("language_consistency", "options.language_consistency.target"),
    ],
)
def test_what_a_component_needs_must_be_sent(name: str, field: str) -> None:
    with pytest.raises(InvalidSubmission) as caught:
        compute_components(make_components([name]), RewardContext(text="x", score=1.0))
    assert caught.value.field == field


def lengths_of(samples: list[RewardContext]) -> list[float | None]:
    (component,) = make_components(["length"])
    return [component.value(sample) for sample in as_group(samples)]


def test_length_rewards_short_right_answers_and_never_rewards_wrong_ones() -> None:
    """Kimi k1.5's formula: λ = ½ − (length − min) / (max − min); wrong ones get min(0, λ)."""
    group = [
        RewardContext(text="a" * 10, score=1.0),
        RewardContext(text="a" * 10, score=0.0),
        RewardContext(text="a" * 15, score=1.0),
        RewardContext(text="a" * 20, score=1.0),
        RewardContext(text="a" * 20, score=0.0),
        RewardContext(text="a" * 20, score=None),
    ]
    assert lengths_of(group) == [0.5, 0.0, 0.0, -0.5, -0.5, None]


def test_length_counts_tokens_if_the_whole_group_tells_them() -> None:
    long_text = RewardContext(text="a" * 100, score=1.0, completion_tokens=1)
    short_text = RewardContext(text="a", score=1.0, completion_tokens=9)
    assert lengths_of([long_text, short_text]) == [0.5, -0.5]
    assert lengths_of([long_text, replace(short_text, completion_tokens=None)]) == [-0.5, 0.5]


def test_a_group_of_one_length_gets_nothing() -> None:
    assert lengths_of([RewardContext(text="a", score=1.0), RewardContext(text="b", score=0.0)]) == [0.0, 0.0]


def test_a_reward_is_the_weighted_sum() -> None:
    assert combine({"accuracy": 1.0, "format": 0.5}, {"accuracy": 1.0, "format": 1.0}) == 1.5


def test_a_missing_value_is_no_reward_unless_it_weighs_nothing() -> None:
    assert combine({"accuracy": 1.0, "format": 1.0}, {"accuracy": None, "format": 1.0}) is None
    assert combine({"accuracy": 0.0, "format": 1.0}, {"accuracy": None, "format": 1.0}) == 1.0


@given(text=st.text(), prompt=st.none() | st.text(), score=st.none() | st.sampled_from([0.0, 0.5, 1.0]))
def test_no_text_breaks_a_component(text: str, prompt: str | None, score: float | None) -> None:
    names = [name for name in COMPONENTS if name != "length"]
    components = make_components(names, {"language_consistency": {"target": "en"}})
    sample = RewardContext(text=text, prompt=prompt, score=score, completion_tokens=5)
    first = compute_components(components, sample)
    assert first == compute_components(components, sample)
    for name, value in first.items():
        assert value is None or -1.0 <= value <= 1.0, name


@given(words=st.lists(st.sampled_from("abc"), max_size=30), ngram=st.integers(1, 40))
def test_repetition_counts_ngrams_of_any_length(words: list[str], ngram: int) -> None:
    components = make_components(["repetition"], {"repetition": {"ngram": ngram}})
    value = compute_components(components, RewardContext(text=" ".join(words)))["repetition"]
    ngrams = [tuple(words[start : start + ngram]) for start in range(len(words) - ngram + 1)]
    assert value == pytest.approx(-(1 - len(set(ngrams)) / len(ngrams)) if ngrams else 0.0)


def test_long_ngrams_take_no_more_memory_than_short_ones() -> None:
    """Written out, these would be 40 gigabytes."""
    text = "a b " * 50_000
    components = make_components(["repetition"], {"repetition": {"ngram": 50_000}})
    assert compute_components(components, RewardContext(text=text))["repetition"] == pytest.approx(
        -1, abs=1e-3
    )


@pytest.mark.parametrize("end", ["", "\\", "`"])
@pytest.mark.parametrize("unit", ["`", "$", "\\(", "\\[", "<a", "```a`", "\\a{", "<think>", "- ", "a.", "一"])
def test_hostile_text_takes_linear_time(unit: str, end: str) -> None:
    """With a quadratic step these would run into the time limit of the test run."""
    names = [name for name in COMPONENTS if name != "length"]
    options = {"language_consistency": {"target": "en"}, "format": {"pattern": "(.*)*(a|a)*(<think>.*)+x$"}}
    sample = RewardContext(text=unit * 200_000 + end, score=1.0, completion_tokens=5)
    assert set(compute_components(make_components(names, options), sample)) == set(names)
