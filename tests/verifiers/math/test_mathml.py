"""What a browser is given to draw: each tree as it was parsed, from a short list of elements."""

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifiers.math.expression import Apply, Expression, Name, Number
from verifiers.math.mathml import ELEMENTS, MAX_NODES, TOKENS, MathML, mathml
from verifiers.math.parser import parse
from verifiers.math.tokens import BudgetExceededError, ParseError

CASES = Path(__file__).parents[2] / "cases" / "math"
DRAWN = json.loads((CASES / "drawing" / "mathml.json").read_text())["cases"]
PARSED = json.loads((CASES / "parser" / "trees.json").read_text())["cases"]
INVISIBLE = str.maketrans({"\u2062": "*", "\u2061": "@", "\u00a0": "␣"})


def flat(drawn: MathML) -> str:
    """As the cases write it: an element's name with its children; the text alone of those that hold text."""
    name, *children = drawn
    if name in TOKENS:
        (text,) = children
        assert isinstance(text, str)
        return text.translate(INVISIBLE)
    return f"{name}({' '.join(flat(child) for child in children if isinstance(child, list))})"


def nodes(drawn: MathML) -> Iterator[MathML]:
    yield drawn
    for child in drawn[1:]:
        if isinstance(child, list):
            yield from nodes(child)


@pytest.mark.parametrize("case", DRAWN, ids=lambda case: case["text"])
def test_what_was_parsed_is_drawn(case: dict[str, str]) -> None:
    drawn = mathml(parse(case["text"]))
    assert drawn is not None
    assert flat(drawn) == case["drawn"]


def check(tree: Expression) -> None:
    """Elements are of the list; those that hold text hold one, the others nothing but elements."""
    drawn = mathml(tree)
    assert drawn is not None
    for name, *children in nodes(drawn):
        assert name in ELEMENTS
        if name in TOKENS:
            assert len(children) == 1
            assert isinstance(children[0], str)
        else:
            assert children
            assert all(isinstance(child, list) for child in children)


@pytest.mark.parametrize("text", [case["text"] for case in PARSED])
def test_all_that_can_be_parsed_can_be_drawn(text: str) -> None:
    check(parse(text))


@given(st.text(alphabet=r"x12+-*/^_(){}[],.<>=|!%\ " + "πab", max_size=30))
def test_so_can_what_nobody_would_write(text: str) -> None:
    try:
        tree = parse(text)
    except (ParseError, BudgetExceededError):
        return
    check(tree)


def test_names_that_look_like_mark_up_are_text() -> None:
    assert mathml(Name("<img src=x>")) == ["mi", "<img src=x>"]
    assert mathml(Apply("<script>", (Name("x"),))) == [
        "mrow", ["mi", "<script>"], ["mo", "\u2061"], ["mrow", ["mo", "("], ["mi", "x"], ["mo", ")"]],
    ]  # fmt: skip


def test_what_nobody_would_read_is_not_drawn() -> None:
    assert mathml(Apply("add", (Number(Fraction(1)),) * MAX_NODES)) is None


def test_family_is_drawn_with_its_integers() -> None:
    values = parse("\\pm x+k\\pi")
    drawn = mathml(Apply("family", (values, Name("Z"), Name("k"), Name("m"))))
    assert drawn is not None
    assert flat(drawn).endswith(", k , m ∈ Z)")
