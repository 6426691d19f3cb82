"""What went into a case and what was to come out, beside what became of it, for people who look at it."""

from collections.abc import Sequence
from dataclasses import replace

from verifiers.base import CaseJudgement
from verifiers.code.cases import AssertTest, ClassTest, FunctionTest, StdioTest, TestCase
from verifiers.code.values import Json, write_json

DETAIL_CHARS = 2_000
"""Longer texts of a case are cut."""


def cut(text: str) -> str:
    """The text, or its beginning."""
    return text if len(text) <= DETAIL_CHARS else text[:DETAIL_CHARS] + "…"


def with_texts(cases: Sequence[CaseJudgement], tests: Sequence[TestCase]) -> tuple[CaseJudgement, ...]:
    """The cases with the input and the expected output of their tests."""
    return tuple(_with_texts(case, tests[case.index]) for case in cases)


def _with_texts(case: CaseJudgement, test: TestCase) -> CaseJudgement:
    match test:
        case StdioTest():
            expected = "\n— or —\n".join(test.output) if isinstance(test.output, tuple) else test.output
            return _shown(case, test.input, expected)
        case FunctionTest():
            return _shown(case, _calls(test.arguments), write_json(test.output))
        case ClassTest():
            calls = [
                f"{name}({_calls(given)})"
                for name, given in zip(test.operations, test.arguments, strict=False)
            ]
            return _shown(case, "\n".join(calls), write_json(test.output))
        case AssertTest():
            return _shown(case, test.source, None)
    return case


def _calls(arguments: Sequence[Json]) -> str:
    return ", ".join(map(write_json, arguments))


def _shown(case: CaseJudgement, given: str, expected: str | None) -> CaseJudgement:
    return replace(case, input=cut(given), expected=None if expected is None else cut(expected))
