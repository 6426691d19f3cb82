"""A case that ends its process decides about itself alone: the others go on, in a process begun anew.

`tests/cases/crashes` has one program for each language, as a function and as a class. What they do for the
numbers of `CRASHES` ends them; every other number they double.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from verifiers.base import Judgement, Verdict
from verifiers.code.problem import Kind, Problem
from verifiers.code.submission import CodeOptions, CodeSubmission

FOLDER = Path(__file__).parents[2] / "cases" / "crashes"
PROGRAMS = {path.stem: path for path in sorted(FOLDER.iterdir())}
CRASHES = {
    1: (Verdict.RUNTIME_ERROR,),  # exit(0), with its hooks
    2: (Verdict.RUNTIME_ERROR,),  # _exit(0), without them
    3: (Verdict.RUNTIME_ERROR, Verdict.MEMORY_LIMIT_EXCEEDED),  # endless recursion
    4: (Verdict.MEMORY_LIMIT_EXCEEDED,),  # fills its memory
    5: (Verdict.RUNTIME_ERROR,),  # a segmentation fault, in native code where the language has a runtime
    6: (Verdict.TIME_LIMIT_EXCEEDED,),  # loops
    7: (Verdict.TIME_LIMIT_EXCEEDED,),  # sleeps
}
LIMITS = {"cpu_ms": 500, "wall_ms": 1500, "memory_bytes": 64 * 1024**2}
NUMBERS = [number for crash in CRASHES for number in (10 + crash, crash)] + [20]
"""One that is doubled before, between and behind all that crash."""

pytestmark = pytest.mark.boxes


@dataclass(frozen=True)
class Crasher:
    """A program, called as a function or as an object."""

    language: str
    kind: Kind

    def __str__(self) -> str:
        return f"{self.language}-{self.kind}"

    def submission(self) -> CodeSubmission:
        if self.kind is Kind.FUNCTION:
            name = "act"
            tests: list[object] = [{"input": [number], "output": 2 * number} for number in NUMBERS]
        else:
            name = "Actor"
            tests = [
                {"operations": [name, "act"], "arguments": [[], [number]], "output": [None, 2 * number]}
                for number in NUMBERS
            ]
        problem = {"kind": self.kind, "entry_point": name, "tests": tests, "limits": LIMITS}
        return CodeSubmission(
            completion=f"```{self.language}\n{PROGRAMS[self.language].read_text()}\n```",
            problem=Problem.from_json(problem),
            language=self.language,
            options=CodeOptions(case_details=True),
        )


CRASHERS = [
    pytest.param(
        Crasher(language, kind),
        marks=() if kind is Kind.FUNCTION or language in ("java", "javascript") else pytest.mark.exhaustive,
    )
    for kind in (Kind.FUNCTION, Kind.CLASS)
    for language in PROGRAMS
]


@pytest.fixture(scope="module")
def judgements(
    parameters: Callable[[str], list[Crasher]],
    judge_together: Callable[[list[CodeSubmission]], list[Judgement]],
) -> dict[Crasher, Judgement]:
    crashers = parameters("crasher")
    return dict(zip(crashers, judge_together([item.submission() for item in crashers]), strict=True))


@pytest.mark.parametrize("crasher", CRASHERS, ids=str)
def test_case_that_crashes_is_charged_alone(judgements: dict[Crasher, Judgement], crasher: Crasher) -> None:
    judgement = judgements[crasher]
    detail = judgement.compile.stderr if judgement.compile is not None else ""
    assert judgement.cases is not None, f"{judgement.reason}\n{detail}"
    for number, case in zip(NUMBERS, judgement.cases, strict=True):
        assert case.verdict in CRASHES.get(number, (Verdict.ACCEPTED,)), (number, case, detail)
    assert judgement.passed == len(NUMBERS) - len(CRASHES)
