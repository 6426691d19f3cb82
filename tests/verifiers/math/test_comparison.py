"""The comparison's verdicts, case by case and by property."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifiers.base import Verdict
from verifiers.errors import InvalidGold
from verifiers.math.comparison import ComparisonOptions, Outcome, check_gold, compare
from verifiers.math.exchange import Item
from verifiers.math.judging import prove_item
from verifiers.math.options import DEFAULT_EXTRACTION
from verifiers.math.symbolic import prove_equal

_CASES = Path(__file__).parents[2] / "cases" / "math" / "comparison"


_OUTCOMES = (Outcome.EQUAL, Outcome.DIFFERENT, Outcome.UNDECIDED)


def _cases() -> list[Any]:
    return [
        pytest.param(case["gold"], answer, outcome, id=f"{file.stem}-{index}-{outcome}-{number}")
        for file in sorted(_CASES.glob("*.json"))
        for index, case in enumerate(json.loads(file.read_text(encoding="utf-8"))["cases"])
        for outcome in _OUTCOMES
        for number, answer in enumerate(case.get(outcome, ()))
    ]


CASES = _cases()
GOLDS = list(dict.fromkeys(case.values[0] for case in CASES))


@pytest.mark.parametrize(("gold", "answer", "outcome"), CASES)
def test_case(gold: str, answer: str, outcome: str) -> None:
    comparison = compare(gold, answer, prove=prove_equal)
    assert comparison.outcome == outcome, comparison
    assert comparison.reason


@pytest.mark.parametrize(("gold", "answer", "outcome"), CASES)
def test_box_around_an_answer_changes_no_verdict(gold: str, answer: str, outcome: str) -> None:
    """From the completion on: what the box holds is judged as the bare answer is."""
    item = Item(
        completion=f"We get $\\boxed{{{answer}}}$.",
        golds=[gold],
        prompt=None,
        extraction=list(DEFAULT_EXTRACTION),
        tolerance=None,
    )
    verdict = prove_item(item)["verdict"]
    if outcome is Outcome.EQUAL:
        assert verdict == Verdict.ACCEPTED
    else:
        assert verdict in (Verdict.WRONG_ANSWER, Verdict.UNVERIFIABLE, Verdict.NO_ANSWER)


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 1_500
    undecided = [case for case in CASES if case.values[2] is Outcome.UNDECIDED]
    assert len(undecided) <= len(CASES) // 100


@pytest.mark.parametrize("gold", GOLDS)
def test_gold_equals_itself(gold: str) -> None:
    assert compare(gold, gold).outcome is Outcome.EQUAL
    assert compare(gold, f"$ {gold} $.").outcome is Outcome.EQUAL


@given(st.integers(-(10**400), 10**400), st.integers(0, 300))
def test_changed_digit_is_never_accepted(number: int, place: int) -> None:
    assert compare(str(number), str(number + 10**place)).outcome is Outcome.DIFFERENT


@given(st.fractions(max_denominator=10**6), st.fractions(max_denominator=10**6))
def test_fractions_are_compared_exactly_both_ways(left: object, right: object) -> None:
    expected = Outcome.EQUAL if left == right else Outcome.DIFFERENT
    assert compare(str(left), str(right)).outcome is expected
    assert compare(str(right), str(left)).outcome is expected


@settings(max_examples=300)
@given(st.text("0123456789.,x+-*/^_(){}[]|!%\\ =<>fracsqrtpi:;&$'", max_size=60))
def test_any_answer_is_ruled_on(answer: str) -> None:
    assert compare("1048583", answer).outcome in set(Outcome)


@pytest.mark.parametrize(
    "answer",
    [
        "{" * 4_000 + "1" + "}" * 4_000,
        "\\sqrt{" * 1_500 + "2" + "}" * 1_500,
        "9" * 1_000_000,
        "1" + "!" * 3_000,
        "1" + "/2" * 1_900,
        "9^{9^{9^{9}}}",
        "(x+y+z+w+1)^{200}",
        "\\begin{pmatrix}" + "1&" * 900 + "1\\end{pmatrix}",
    ],
    ids=["braces", "roots", "digits", "factorials", "fractions", "tower", "expansion", "matrix"],
)
@pytest.mark.parametrize("gold", ["1", "x+1", "\\sqrt{2}", "\\{1,2\\}"])
def test_hostile_answer_is_never_equal(gold: str, answer: str) -> None:
    assert compare(gold, answer).outcome is not Outcome.EQUAL


def test_tolerance_widens_equality() -> None:
    assert compare("3.14", "3.15").outcome is Outcome.DIFFERENT
    assert compare("3.14", "3.15", ComparisonOptions(tolerance=0.01)).outcome is Outcome.EQUAL


@pytest.mark.parametrize("gold", ["", "  ", "\\frac{1}{", "1 +", "(1", "x^"])
def test_unreadable_gold_is_the_callers_error(gold: str) -> None:
    with pytest.raises(InvalidGold):
        check_gold(gold)


def test_undecided_values_ask_for_the_prover() -> None:
    assert compare("1", "\\tanh(500)").needs_symbolic
    assert compare("1", "\\tanh(500)", prove=lambda _left, _right: None).outcome is Outcome.UNDECIDED


@settings(deadline=None)
@given(
    start=st.fractions(-4, 4, max_denominator=12),
    step=st.fractions(-4, 4, max_denominator=12).filter(bool),
    shift=st.integers(-5, 5),
    parts=st.integers(1, 4),
    moved=st.fractions(0, 1, max_denominator=7),
    unit=st.sampled_from(["\\pi", "\\sqrt{2}", "1"]),
)
def test_family_is_the_same_however_it_is_written(
    start: Fraction, step: Fraction, shift: int, parts: int, moved: Fraction, unit: str
) -> None:
    def written(begins: list[Fraction], by: Fraction, letter: str) -> str:
        values = [f"({begin})\\cdot{unit} + ({by})\\cdot {letter}\\cdot{unit}" for begin in begins]
        return f"{', '.join(values)}, {letter} \\in \\mathbb{{Z}}"

    gold = written([start], step, "k")
    begins = [start + (shift + part) * step for part in range(parts)]
    assert compare(gold, written(begins, -parts * step, "n")).outcome is Outcome.EQUAL
    others = [begin + moved * step for begin in begins]
    same = moved.denominator == 1
    outcome = compare(gold, written(others, parts * step, "n")).outcome
    assert outcome is (Outcome.EQUAL if same else Outcome.DIFFERENT)
    fewer = compare(gold, written(begins[:1], (parts + 1) * step, "n")).outcome
    assert fewer is Outcome.DIFFERENT
