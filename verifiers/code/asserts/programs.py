"""Test programs that run in one process with the candidate's code, and prove that they came to their end.

The proof is a secret made for each job. It comes over the private channel, before the candidate's code is
loaded, and lies in no file, argument or environment. Ending early, with status 0 or after printing
anything, proves nothing. A candidate that searches the memory of its own process can find it, so the
judgement is flagged.
"""

import re
import secrets
from collections.abc import Sequence

from sandbox.base import Case, CaseResult
from verifiers.base import Verdict
from verifiers.code.calls import EARLY_EXIT
from verifiers.code.drivers import Driver
from verifiers.code.outcomes import failure_of
from verifiers.code.problem import AssertTest, Kind
from verifiers.code.trial import Finding

_NO_WORDS = re.compile(
    r"\s+at |\s*[{}\]]|\s+\w+: |Node\.js v|note: run with|goroutine |exit status |\s*\S+\.go:\d+ \+0x"
    r"|created by |[\w./*()]+\([^ ]*\)$|FAIL$|--- FAIL"
)
SHARED_PROCESS = "test_in_same_process"
"""Flag: the test ran beside the candidate's code, which could have reached it."""


def joined(tests: Sequence[AssertTest]) -> AssertTest:
    """All tests of a problem as one program."""
    return AssertTest(source="\n".join(test.source for test in tests))


def last_words(result: CaseResult) -> str:
    """The last line of stderr that is no line of a stack trace, nor the interpreter's own name."""
    lines = result.stderr.decode(errors="replace").splitlines()
    telling = [line for line in lines if line.strip() and not _NO_WORDS.match(line)]
    return telling[-1].strip()[:200] if telling else ""


_QUOTING = re.compile(r"/\*|\*/|[\"'`\\]")


def _own_lines(program: str, starter: str) -> str:
    """The program without the lines that it has from the starter code, unless they may begin a comment."""
    given = {line.strip() for line in starter.splitlines() if not _QUOTING.search(line)}
    return "\n".join(line for line in program.splitlines() if line.strip() not in given)


class ProgramTrial:
    """One test program; all tests of the problem are parts of it."""

    channel = True
    recipe_kind = Kind.ASSERTS
    fetch: tuple[str, ...] = ()
    flags: tuple[str, ...] = (SHARED_PROCESS,)

    def __init__(self, tests: Sequence[AssertTest], driver: Driver, program: str, starter: str) -> None:
        """What `program` has from the problem's starter code is not held against it.

        Raises:
            ProgramRefusedError: the program holds what would make any test pass.
        """
        self._proof = secrets.token_hex(24)
        self.tests = [joined(tests)]
        driver.refuse_tampering(_own_lines(program, starter), self.tests[0].source)
        self.build = driver.asserts(program, self.tests[0].source)
        self.cases = [Case(request=self._proof.encode())]

    async def judge(self, index: int, result: CaseResult) -> Finding:
        """Only a normal end with the proof is right."""
        assert index == 0
        if failure := failure_of(result):
            last = last_words(result)
            return Finding(verdict=failure[0], reason=failure[1] + (f": {last}" if last else ""))
        if result.answer == self._proof.encode():
            return Finding(verdict=Verdict.ACCEPTED)
        reason = "the program ended before the test's end"
        return Finding(verdict=Verdict.RUNTIME_ERROR, reason=reason, flags=(EARLY_EXIT,))
