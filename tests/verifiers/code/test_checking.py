import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifiers.code.checkers import exact, tokens, unordered, value
from verifiers.code.checkers.lines import compare_text as compare_lines
from verifiers.code.checking import check_text, check_value
from verifiers.code.problem import FunctionTest, Problem, StdioTest

CASES = json.loads((Path(__file__).parents[2] / "cases" / "code_checkers.json").read_text())

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


def label(case: dict[str, object]) -> str:
    return f"{case['checker']}: {case['why']}"


@pytest.mark.parametrize("case", CASES["text"], ids=label)
def test_text(case: dict[str, Any]) -> None:
    problem = Problem.from_json(
        {
            "kind": "stdio",
            "checker": case["checker"],
            "tests": [{"input": "", "output": case["expected"]}],
        }
    )
    test = problem.tests[0]
    assert isinstance(test, StdioTest)
    found = check_text(problem.checker, test, case["actual"].encode())
    assert found.passed is case["passed"]
    assert found.reason == case.get("reason", found.reason)


@pytest.mark.parametrize("case", CASES["value"], ids=label)
def test_value(case: dict[str, object]) -> None:
    problem = Problem.from_json(
        {
            "kind": "function",
            "entry_point": "f",
            "checker": case["checker"],
            "tests": [{"input": [], "output": case["expected"]}],
        }
    )
    test = problem.tests[0]
    assert isinstance(test, FunctionTest)
    assert check_value(problem, test, case["actual"]).passed is case["passed"]  # type: ignore[arg-type]


@given(values)
def test_every_value_is_right_for_itself(item: object) -> None:
    for compare in (value.compare_value, exact.compare_value, unordered.compare_value):
        assert compare(item, item).passed  # type: ignore[arg-type]


@given(st.binary(), st.binary())
def test_lines_and_tokens_agree_with_their_definitions(left: bytes, right: bytes) -> None:
    def trimmed(text: bytes) -> list[bytes]:
        lines = [line.rstrip(b" \t\r\n\v\f") for line in text.split(b"\n")]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    assert compare_lines(left, right).passed is (trimmed(left) == trimmed(right))
    assert tokens.compare_text(left, right).passed is (left.split() == right.split())


@given(st.lists(st.integers(), max_size=8), st.randoms())
def test_order_does_not_matter_to_unordered(items: list[int], random: object) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert unordered.compare_value(list(items), list(shuffled)).passed
    assert not unordered.compare_value(list(items), [*shuffled, 1]).passed
