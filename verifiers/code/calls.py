"""Programs judged by the values that their functions and classes return."""

import re
from collections.abc import Mapping, Sequence

from sandbox.base import Case, CaseResult
from verifiers.base import Verdict
from verifiers.code.checking import check_value
from verifiers.code.drivers import Build
from verifiers.code.off_loop import off_loop
from verifiers.code.outcomes import failure_of
from verifiers.code.problem import CheckerName, ClassTest, FunctionTest, Kind, Problem
from verifiers.code.special_judge import SpecialJudge
from verifiers.code.trial import Finding, finding_of
from verifiers.code.values import MAX_PARTS, Json, UnreadableValueError, parts, read_answer, write_json

EARLY_EXIT = "early_exit"
"""Flag: the program ended by itself, as if all were well, before it had answered."""

_MAX_ERROR_CHARS = 300
FEW_PARTS = 10_000
"""So many items an answer may always have, twice as many as the right one otherwise: more cannot be right."""
_OUT_OF_MEMORY = re.compile(r"(?:[\w.]+\.)?_?(?:Array)?MemoryError\b|(?:std::)?bad_alloc\b")
"""How the message of a driver begins that caught its language's way of having no more memory."""


class CallTrial:
    """The kinds `function` and `class`, by way of a driver (`harness/PROTOCOL.md`)."""

    channel = True
    recipe_kind = Kind.FUNCTION
    fetch: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    def __init__(self, problem: Problem, build: Build, judge: SpecialJudge | None) -> None:
        self._problem = problem
        self._judge = judge
        self.build = build
        self.tests = [test for test in problem.tests if isinstance(test, FunctionTest | ClassTest)]

    @property
    def cases(self) -> Sequence[Case]:
        """The requests."""
        return [Case(request=write_json(_request(test)).encode()) for test in self.tests]

    async def judge(self, index: int, result: CaseResult) -> Finding:
        """Compare the value, if the program came to its normal end with one."""
        size = len(result.answer or b"")
        test = self.tests[index]
        answer = await off_loop(lambda: self._read(test, result), size)
        if isinstance(answer, Finding):
            return answer
        actual = answer["value"]
        shown = await off_loop(lambda: write_json(actual), size)
        if self._problem.checker.name is CheckerName.PROGRAM:
            assert self._judge is not None
            comparison = await self._judge.compare(
                write_json(_request(test)), shown.encode(), write_json(test.output)
            )
        else:
            comparison = await off_loop(lambda: check_value(self._problem, test, actual), size)
        return finding_of(comparison, shown)

    def _read(self, test: FunctionTest | ClassTest, result: CaseResult) -> Mapping[str, Json] | Finding:
        most_parts = MAX_PARTS
        if self._problem.checker.name is not CheckerName.PROGRAM and parts(result.answer or b"") > FEW_PARTS:
            most_parts = max(FEW_PARTS, 2 * parts(write_json(test.output).encode()))
        return read_claim(result, "value", most_parts)


def _request(test: FunctionTest | ClassTest) -> Json:
    if isinstance(test, FunctionTest):
        return list(test.arguments)
    return [list(test.operations), [list(arguments) for arguments in test.arguments]]


def read_claim(result: CaseResult, wanted: str, most_parts: int = MAX_PARTS) -> Mapping[str, Json] | Finding:
    """The answer frame of a program that ended well, with the wanted member; else what to conclude.

    It is the candidate's word, whoever wrote it, and may be anything.

    Args:
        result: What became of the program.
        wanted: The member's name.
        most_parts: Most items that the answer may have in all.
    """
    if failure := failure_of(result):
        return Finding(verdict=failure[0], reason=failure[1])
    if result.answer is None:
        reason = "the program ended before it had answered"
        return Finding(verdict=Verdict.RUNTIME_ERROR, reason=reason, flags=(EARLY_EXIT,))
    try:
        answer = read_answer(result.answer, most_parts)
    except UnreadableValueError as error:
        return Finding(verdict=Verdict.WRONG_ANSWER, reason=f"the answer cannot be read: {error}")
    if isinstance(answer, dict) and wanted in answer:
        return answer
    if isinstance(answer, dict) and isinstance(message := answer.get("error"), str):
        flags = (EARLY_EXIT,) if message.startswith("SystemExit") else ()
        verdict = Verdict.MEMORY_LIMIT_EXCEEDED if _OUT_OF_MEMORY.match(message) else Verdict.RUNTIME_ERROR
        return Finding(verdict=verdict, reason=message[:_MAX_ERROR_CHARS], flags=flags)
    return Finding(verdict=Verdict.WRONG_ANSWER, reason="the answer is not of the agreed form")
