"""Python asserts about single calls: the calls run in the box, the conditions hold or not out here."""

from collections.abc import Sequence

from sandbox.base import Case, CaseResult
from verifiers.base import Verdict
from verifiers.code.asserts.analysis import Check
from verifiers.code.asserts.plain_values import UnusableValueError, untag
from verifiers.code.calls import read_claim
from verifiers.code.drivers import Build
from verifiers.code.off_loop import off_loop
from verifiers.code.problem import AssertTest, Kind
from verifiers.code.trial import Finding
from verifiers.code.values import Json, write_json


class CheckTrial:
    """Tests that `analysis` could read. Each check is a case of its own."""

    channel = True
    recipe_kind = Kind.FUNCTION
    fetch: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    def __init__(self, tests: Sequence[AssertTest], checks: Sequence[list[Check]], build: Build) -> None:
        """A test's weight is shared out among its checks."""
        self.build = build
        self._checks = [check for group in checks for check in group]
        self.tests = [
            AssertTest(source=check.text, weight=test.weight / len(group), group=test.group, name=test.name)
            for test, group in zip(tests, checks, strict=True)
            for check in group
        ]

    @property
    def cases(self) -> Sequence[Case]:
        """The calls."""
        return [Case(request=write_json(check.request).encode()) for check in self._checks]

    async def judge(self, index: int, result: CaseResult) -> Finding:
        """Put the claimed value into the condition."""
        size = len(result.answer or b"")
        answer = await off_loop(lambda: read_claim(result, "tagged"), size)
        if isinstance(answer, Finding):
            return answer
        check, claimed = self._checks[index], answer["tagged"]
        holds = await off_loop(lambda: _holds(check, claimed), size)
        shown = await off_loop(lambda: write_json(claimed), size)
        if holds:
            return Finding(verdict=Verdict.ACCEPTED, actual=shown)
        reason = f"the assert {check.text} fails for {shown[:80]}"
        return Finding(verdict=Verdict.WRONG_ANSWER, reason=reason, actual=shown)


def _holds(check: Check, claimed: Json) -> bool:
    try:
        return bool(check.condition(untag(claimed)))
    except (UnusableValueError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError):
        return False
