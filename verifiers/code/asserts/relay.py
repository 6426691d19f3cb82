"""Runs Python tests in one box and the candidate's program in another, and carries calls between them.

The test never shares a process, or even a file system, with what it tests. Both boxes run sessions
(`sandbox/base.py`); a frame that one writes becomes the other's next request.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from sandbox.base import Case, CaseResult, Job, Run, Sandbox, Usage
from verifiers.base import Verdict
from verifiers.code.calls import read_claim
from verifiers.code.outcomes import depends_on_load, failure_of
from verifiers.code.problem import AssertTest
from verifiers.code.trial import Finding
from verifiers.code.values import Json, UnreadableValueError, read_json, write_json
from verifiers.errors import InvalidProblem, JudgingFailed

MAX_CALLS = 20_000
"""Of one test."""


class UnrelayableError(Exception):
    """The test hands something to the candidate that cannot cross."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """How one test went, and what the candidate's calls took."""

    finding: Finding
    usage: Usage
    stdout: bytes
    stderr: bytes
    load_dependent: bool = False
    """Whether a clock on the wall ended one of the programs."""


class Relay:
    """A conversation about one problem's tests."""

    def __init__(self, sandbox: Sandbox, candidate: Job, tester: Job, entering: asyncio.Lock) -> None:
        """`entering` is held while both boxes are got, lest two relays hold one each and wait for ever."""
        self._sandbox = sandbox
        self._entering = entering
        self._candidate = candidate
        self._tester = tester
        self.queue_ms = 0.0

    async def results(self, tests: Sequence[AssertTest], entry_point: str) -> AsyncGenerator[Exchange, None]:
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
                yield await self._one(index, {"run": test.source, "entry": entry_point}, candidate, tester)

    async def _one(self, index: int, request: Json, candidate: Run, tester: Run) -> Exchange:
        tester_results, candidate_results = tester.results(), candidate.results()
        cpu_ms = wall_ms = 0.0
        memory_bytes = 0
        last: CaseResult | None = None
        message = request
        for _ in range(MAX_CALLS):
            await tester.send(Case(request=write_json(message).encode()))
            said = _test_answer(await anext(tester_results))
            finding = _finding(index, said)
            call = said.get("call")
            if finding is None and call is not None:
                await candidate.send(Case(request=write_json({"call": call}).encode()))
                last = await anext(candidate_results)
                cpu_ms += last.usage.cpu_ms
                wall_ms += last.usage.wall_ms
                memory_bytes = max(memory_bytes, last.usage.memory_bytes)
                outcome = _candidate_answer(last)
                if isinstance(outcome, Finding):
                    finding = outcome
                else:
                    message = outcome
            if finding is not None:
                return Exchange(
                    finding=finding,
                    usage=Usage(cpu_ms=cpu_ms, wall_ms=wall_ms, memory_bytes=memory_bytes),
                    stdout=last.stdout if last else b"",
                    stderr=last.stderr if last else b"",
                    load_dependent=last is not None and depends_on_load(last.status),
                )
        raise UnrelayableError(f"the test makes more than {MAX_CALLS} calls")


def _test_answer(result: CaseResult) -> dict[str, Json]:
    """The tester's frame; the test is the problem's, so what goes wrong here is not the candidate's fault."""
    if failure := failure_of(result):
        raise UnrelayableError(f"the test's own process failed: {failure[1]}")
    try:
        answer = read_json(result.answer or b"")
    except UnreadableValueError as error:
        raise JudgingFailed(f"the tester's answer cannot be read: {error}") from error
    if not isinstance(answer, dict):
        raise JudgingFailed("the tester's answer is no object")
    return answer


def _finding(index: int, said: dict[str, Json]) -> Finding | None:
    if said.get("passed") is True:
        return Finding(verdict=Verdict.ACCEPTED)
    if "failed" in said:
        return Finding(verdict=Verdict.WRONG_ANSWER, reason=str(said["failed"]))
    if "unrelayable" in said:
        raise UnrelayableError(str(said["unrelayable"]))
    if "broken" in said:
        raise InvalidProblem(f"the test is no Python: {said['broken']}", field=f"problem.tests.{index}")
    return None


def _candidate_answer(result: CaseResult) -> "Finding | Json":
    claim = read_claim(result, "tagged")
    if not isinstance(claim, Finding):
        return {"tagged": claim["tagged"]}
    try:
        answer = read_json(result.answer or b"")
    except UnreadableValueError:
        return claim
    error = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(error, list) and len(error) == 2 and all(isinstance(part, str) for part in error):
        return {"error": error}
    return claim
