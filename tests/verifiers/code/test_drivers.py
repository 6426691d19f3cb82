from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifiers.code.drivers import DRIVERS, Entry, EntryMissingError
from verifiers.code.drivers.masking import Syntax, blank_spans, closing, mask, split_commas, top_level
from verifiers.code.problem import Kind
from verifiers.errors import InvalidProblem

CALLED = sorted(name for name in DRIVERS if name)
FUNCTION = Entry(kind=Kind.FUNCTION, name="f", arity=1)
CLASS = Entry(kind=Kind.CLASS, name="F", arity=1, operations={"g": 1})
WORDS = r"""f F g ( ) { } [ ] < > , ; = * & \ " ' ` // /* */ # r#" int class fn func impl struct import
    package public static void main self -> => function const @param{ é"""
PIECES = st.sampled_from([*WORDS.split(), "\n", " ", '"' * 3, "\ud800"])
PROGRAMS = st.lists(PIECES, max_size=60).map("".join)


@pytest.mark.parametrize("syntax", Syntax)
@given(program=PROGRAMS)
def test_masking_keeps_offsets_and_line_breaks(syntax: Syntax, program: str) -> None:
    for masked in (mask(program, syntax), top_level(program)):
        assert len(masked) == len(program)
        assert [at for at, letter in enumerate(masked) if letter == "\n"] == [
            at for at, letter in enumerate(program) if letter == "\n"
        ]


@pytest.mark.parametrize("name", CALLED)
@given(program=PROGRAMS)
def test_no_program_breaks_a_driver(name: str, program: str) -> None:
    driver = DRIVERS[name]("main.x")
    driver.stdio(program)
    for entry in (FUNCTION, CLASS):
        with suppress(EntryMissingError):
            driver.calls(program, entry)


@pytest.mark.parametrize("name", CALLED)
@pytest.mark.parametrize(
    "piece",
    [
        "f(",
        "class F ",
        "fn f<",
        "impl F {",
        "package x;",
        "\n",
        'r#"',
        '"""\\',
        "static ",
        "import(",
        "func main(",
    ],
)
def test_long_repetition_takes_no_long_time(name: str, piece: str) -> None:
    """Time beyond all measure would run into the suite's own limit."""
    driver = DRIVERS[name]("main.x")
    with suppress(EntryMissingError):
        driver.calls(piece * (200_000 // len(piece)), FUNCTION)


def test_literals_and_comments_are_blanked() -> None:
    program = "a /* { */ \"}\" '{' // (\nb"
    assert mask(program, Syntax.C).split() == ["a", "b"]


def test_a_lifetime_is_no_character() -> None:
    assert mask("&'a str, 'x', b", Syntax.RUST) == "&'a str,    , b"


def test_only_what_is_outside_braces_is_top_level() -> None:
    assert top_level("f() { g() { h() } } k").split() == ["f()", "{", "}", "k"]


def test_overlapping_spans_are_blanked_once() -> None:
    assert blank_spans("abcdef", [(1, 3), (2, 4)]) == "a   ef"


def test_closing_finds_the_partner_within_its_limit() -> None:
    assert closing("f(a(b)c)d", 1) == 7
    assert closing("f(a(b)c)d", 1, limit=3) == 4


def test_commas_in_brackets_do_not_split() -> None:
    assert split_commas("a: Map<b, c>, d(e, f) , ") == ["a: Map<b, c>", "d(e, f)"]


@pytest.mark.parametrize(
    "test",
    [
        "test('adds', () => { expect(f(1)).toBe(2); });",
        "const f2 = () => { expect(f(1)).toBe(2) };\nf2()",
        "describe('f', () => {})",
    ],
)
def test_test_for_a_runner_that_is_not_there_is_the_callers_mistake(test: str) -> None:
    driver = DRIVERS["javascript"]("main.js")
    with pytest.raises(InvalidProblem, match="lack") as caught:
        driver.apart("function f(n) { return n + 1 }", test, "f", "", "")
    assert caught.value.field == "problem.tests"


@pytest.mark.parametrize(
    "test",
    [
        "const { test } = require('node:test');\ntest('adds', () => assert(f(1) === 2))",
        "function expect(value) { return value }\nassert(expect(f(1)) === 2)",
        "/* expect(f(1)) */ assert(f('test(1)') === 2)",
        "const test = { it: f };\nassert(test.it(1) === 2)",
    ],
)
def test_names_that_a_test_brings_are_its_own(test: str) -> None:
    driver = DRIVERS["javascript"]("main.js")
    assert driver.apart("function f(n) { return n + 1 }", test, "f", "", "") is not None
