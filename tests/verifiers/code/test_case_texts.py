"""Tests beside what became of them, for people."""

import pytest

from verifiers.base import CaseJudgement, Verdict
from verifiers.code.case_texts import DETAIL_CHARS, with_texts
from verifiers.code.cases import AssertTest, ClassTest, FunctionTest, StdioTest, TestCase


@pytest.mark.parametrize(
    ("test", "given", "expected"),
    [
        (StdioTest(input="1\n", output="2\n"), "1\n", "2\n"),
        (StdioTest(input="1\n", output=("2", "3")), "1\n", "2\n— or —\n3"),
        (StdioTest(input="1\n", output=None), "1\n", None),
        (FunctionTest(arguments=([1, 2], "a"), output={"b": None}), '[1,2], "a"', '{"b":null}'),
        (
            ClassTest(operations=("C", "add"), arguments=((), (3,)), output=[None, 3]),
            "C()\nadd(3)",
            "[null,3]",
        ),
        (AssertTest(source="assert f(1) == 2"), "assert f(1) == 2", None),
        (StdioTest(input="x" * 3_000, output=""), "x" * DETAIL_CHARS + "…", ""),
    ],
    ids=["stdio", "several outputs", "special judge", "function", "class", "assert", "long"],
)
def test_input_and_expected_output_as_text(test: TestCase, given: str, expected: str | None) -> None:
    (case,) = with_texts([CaseJudgement(index=0, verdict=Verdict.ACCEPTED)], [test])
    assert (case.input, case.expected) == (given, expected)
