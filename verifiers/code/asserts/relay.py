"""Runs Python tests in one box and the candidate's program in another, and carries calls between them.

The test never shares a process, or even a file system, with what it tests. Both boxes run sessions
(`sandbox/base.py`); a frame that one writes becomes the other's next request.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from sandbox.base import Case, CaseResult, Job, Limits, Run, Sandbox, Usage
from verifiers.base import Verdict
from verifiers.code.calls import read_claim
from verifiers.code.outcomes import depends_on_load, failure_of
from verifiers.code.trial import Finding
from verifiers.code.values import Json, UnreadableValueError, read_answer, read_json, write_json
from verifiers.errors import InvalidProblem

MAX_CALLS = 20_000
"""Of one test."""
NO_CALL = "the test calls nothing of the program, and would pass for any"


class UnrelayableError(Exception):
    """The test cannot be run apart from the candidate's program; nothing is said about that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """How one test went, and what the candidate's calls took."""

    finding: Finding
    usage: Usage
    stdout: bytes
    stderr: bytes
    load_dependent: bool = False
    """Whether a clock on the wall ended one of the programs."""
    calls: int = 0
    """What the test asked of the program, beyond its names."""


class Spent:
    """What the candidate's calls of one test took together: a test is a case, and has a case's limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.cpu_ms = self.wall_ms = 0.0
        self.memory_bytes = 0

    def add(self, call: CaseResult) -> Finding | None:
        """Count a call in; what to conclude if it was one too many."""
        self.cpu_ms += call.usage.cpu_ms
        self.wall_ms += call.usage.wall_ms
        self.memory_bytes = max(self.memory_bytes, call.usage.memory_bytes)
        if self.cpu_ms > self._limits.cpu_ms:
            reason = "its calls together used up their CPU time"
            return Finding(verdict=Verdict.TIME_LIMIT_EXCEEDED, reason=reason)
        return None

    def usage(self) -> Usage:
        """The sum."""
        return Usage(cpu_ms=self.cpu_ms, wall_ms=self.wall_ms, memory_bytes=self.memory_bytes)


class Relay:
    """A conversation about one problem's tests."""

    def __init__(self, sandbox: Sandbox, candidate: Job, tester: Job, entering: asyncio.Lock) -> None:
        """`entering` is held while both boxes are got, lest two relays hold one each and wait for ever."""
        self._sandbox = sandbox
        self._entering = entering
        self._candidate = candidate
        self._tester = tester
        self.queue_ms = 0.0

    async def results(self, tests: Sequence[str], entry_point: str) -> AsyncGenerator[Exchange, None]:
        """Each test's exchange, in order.

        Raises:
            UnrelayableError: nothing can be said about this test, or those behind it, in this way.
            InvalidProblem: a test is no Python.
        """
        for index, test in enumerate(tests):
            async with AsyncExitStack() as boxes:
                async with self._entering:
                    candidate = await boxes.enter_async_context(self._sandbox.run(self._candidate))
                    tester = await boxes.enter_async_context(self._sandbox.run(self._tester, beside=True))
                self.queue_ms = max(self.queue_ms, candidate.queue_ms, tester.queue_ms)
                yield await self._one(index, {"run": test, "entry": entry_point}, candidate, tester)

    async def _one(self, index: int, request: Json, candidate: Run, tester: Run) -> Exchange:
        tester_results, candidate_results = tester.results(), candidate.results()
        spent = Spent(self._candidate.limits)
        last: CaseResult | None = None
        message = request
        calls = 0
        for _ in range(MAX_CALLS):
            await tester.send(Case(request=write_json(message).encode()))
            said = _test_answer(await anext(tester_results))
            finding = _finding(index, said)
            if finding is None:
                await candidate.send(Case(request=write_json(said).encode()))
                last = await anext(candidate_results)
                outcome = spent.add(last) or _candidate_answer(last)
                if isinstance(outcome, Finding):
                    finding = outcome
                else:
                    message = outcome
                    calls += not _only_names(said, outcome)
            if finding is not None:
                return Exchange(
                    finding=finding,
                    usage=spent.usage(),
                    stdout=last.stdout if last else b"",
                    stderr=last.stderr if last else b"",
                    load_dependent=last is not None and depends_on_load(last.status),
                    calls=calls,
                )
        raise UnrelayableError(f"the test makes more than {MAX_CALLS} calls")


def _test_answer(result: CaseResult) -> dict[str, Json]:
    """The tester's frame; the test is the problem's, so what goes wrong here is not the candidate's fault."""
    if failure := failure_of(result):
        raise UnrelayableError(f"the test's own process failed: {failure[1]}")
    try:
        answer = read_json(result.answer or b"")
    except UnreadableValueError as error:
        raise UnrelayableError(f"what the test says cannot be read: {error}") from error
    if not isinstance(answer, dict):
        raise UnrelayableError("the test says something odd")
    return answer


def _only_names(said: dict[str, Json], answer: Json) -> bool:
    """Whether the test, as an import does, has asked for the program's names, or for what can be called."""
    match said, answer:
        case {"call": ["names", 0, *_]}, _:
            return True
        case {"call": ["get", 0, *_]}, {"tagged": {"object": _} | {"class": _} | {"name": _}} | {"error": _}:
            return True
    return False


def _finding(index: int, said: dict[str, Json]) -> Finding | None:
    if said.get("passed") is True:
        return Finding(verdict=Verdict.ACCEPTED)
    if "failed" in said:
        return Finding(verdict=Verdict.WRONG_ANSWER, reason=str(said["failed"]))
    if "beyond" in said:
        raise UnrelayableError(str(said["beyond"]))
    if "broken" in said:
        raise InvalidProblem(f"the test is no Python: {said['broken']}", field=f"problem.tests.{index}")
    return None


def _candidate_answer(result: CaseResult) -> "Finding | Json":
    """What the candidate's program says, for the test: a value, an exception, or something it wants done."""
    claim = read_claim(result, "tagged")
    if not isinstance(claim, Finding):
        return dict(claim)
    try:
        answer = read_answer(result.answer or b"")
    except UnreadableValueError:
        return claim
    if not isinstance(answer, dict):
        return claim
    callback, error = answer.get("callback"), answer.get("error")
    is_callback = isinstance(callback, list) and len(callback) == 4
    is_error = isinstance(error, list) and len(error) == 2 and all(isinstance(part, str) for part in error)
    return answer if is_callback or is_error else claim
