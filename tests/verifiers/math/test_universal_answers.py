"""Answers that would be right whatever is asked, if a comparison were taken in by what vanishes."""

import json
from pathlib import Path

import pytest

from verifiers.math.comparison import Outcome, compare
from verifiers.math.symbolic import prove_equal

_FILE = Path(__file__).parents[2] / "cases" / "math" / "universal" / "answers.json"
_DATA: dict[str, list[str]] = json.loads(_FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("answer", _DATA["answers"])
def test_it_is_right_for_nothing(answer: str) -> None:
    right = [
        gold for gold in _DATA["golds"] if compare(gold, answer, prove=prove_equal).outcome is Outcome.EQUAL
    ]
    assert right == []


@pytest.mark.parametrize("gold", _DATA["golds"])
def test_each_of_these_golds_is_met_by_itself(gold: str) -> None:
    assert compare(gold, gold).outcome is Outcome.EQUAL
