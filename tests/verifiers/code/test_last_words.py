"""The line of stderr that says why a program failed."""

import json
from pathlib import Path

import pytest

from verifiers.code.last_words import MAX_CHARS, last_words

CASES = json.loads((Path(__file__).parents[2] / "cases" / "last_words.json").read_text())["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["words"][:30] or "nothing")
def test_the_exception_is_told(case: dict[str, str]) -> None:
    assert last_words(case["stderr"].encode()) == case["words"]


def test_what_it_says_is_one_short_printable_line() -> None:
    words = last_words(b"Error: \x1b[31m\xff" + b"x" * 100_000)
    assert words.isprintable()
    assert len(words) <= MAX_CHARS + 1
