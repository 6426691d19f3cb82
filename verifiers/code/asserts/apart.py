"""Runs a test program of another language than Python in one box and the candidate's in another.

The test is compiled with stand-ins for the functions it calls (`Driver.apart`), so that it shares neither
process nor file system with what it tests. The candidate answers calls with values, as for the kind
`function`; whatever it does to its own process, all it can achieve is another value.
"""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass

from sandbox.base import Case, CaseResult, CompileResult, Job, Run, Sandbox
from verifiers.base import Verdict
from verifiers.code.artifacts import Artifacts, CompilationFailedError
from verifiers.code.asserts.programs import last_words
from verifiers.code.asserts.relay import MAX_CALLS, NO_CALL, Exchange, Spent, UnrelayableError
from verifiers.code.calls import EARLY_EXIT, read_claim
from verifiers.code.languages import Language
from verifiers.code.outcomes import compile_failure, depends_on_load, failure_of, with_memory_noted
from verifiers.code.trial import Finding
from verifiers.code.values import Json, UnreadableValueError, read_json, write_json
from verifiers.errors import JudgingFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class ApartOutcome:
    """What came out of both boxes."""

    compiled: CompileResult | None
    """The candidate's compilation, if there was one."""
    exchange: Exchange | None
    """How the test went; `None` if the candidate's program did not compile."""
    queue_ms: float


class ApartTest:
    """One test program, all tests of the problem being parts of it."""

    def __init__(
        self,
        sandbox: Sandbox,
        artifacts: Artifacts,
        language: Language,
        *,
        candidate: Job,
        tester: Job,
        entering: asyncio.Lock,
    ) -> None:
        """`entering` is held while both boxes are got, as in `Relay`."""
        self._sandbox = sandbox
        self._artifacts = artifacts
        self._language = language
        self._candidate = candidate
        self._tester = tester
        self._entering = entering

    async def outcome(self) -> ApartOutcome:
        """Run it.

        Raises:
            UnrelayableError: the test cannot be run so; nothing is said about the candidate.
            BoxFailed: a box broke.
        """
        try:
            # The same for all samples of one prompt, so it is mostly there already.
            tester_job = await self._artifacts.compiled(self._tester, self._language)
        except CompilationFailedError as error:
            raise UnrelayableError("the test does not compile with stand-ins") from error
        candidate_job = await self._artifacts.add_to(self._candidate, self._language)
        async with AsyncExitStack() as boxes:
            async with self._entering:
                candidate = await boxes.enter_async_context(self._sandbox.run(candidate_job))
                tester = await boxes.enter_async_context(self._sandbox.run(tester_job, beside=True))
            queue_ms = max(candidate.queue_ms, tester.queue_ms)
            compiled = await candidate.compiled()
            if compiled is not None:
                await self._artifacts.keep(candidate_job, self._language, compiled)
                if compile_failure(compiled) is not None:
                    return ApartOutcome(compiled=compiled, exchange=None, queue_ms=queue_ms)
            spent = Spent(self._candidate.limits)
            exchange = await _converse(candidate, tester, self._language, spent)
            return ApartOutcome(compiled=compiled, exchange=exchange, queue_ms=queue_ms)


async def _converse(candidate: Run, tester: Run, language: Language, spent: Spent) -> Exchange:
    """Carry calls from the test to the candidate until one of them has ended."""
    answers, said = candidate.results(), tester.results()
    reply: Json = None

    def ended(finding: Finding, shown: CaseResult) -> Exchange:
        return Exchange(
            finding=finding,
            usage=spent.usage(),
            stdout=shown.stdout,
            stderr=shown.stderr,
            load_dependent=depends_on_load(shown.status),
        )

    for calls in range(MAX_CALLS):
        await tester.send(Case(request=write_json(reply).encode()))
        heard = await anext(said)
        call = _call_of(heard)
        if isinstance(call, Finding):
            if calls == 0 and call.verdict is Verdict.ACCEPTED:
                raise UnrelayableError(NO_CALL)
            return ended(call, heard)
        await candidate.send(Case(request=write_json(call).encode()))
        last = with_memory_noted(await anext(answers), language.out_of_memory)
        outcome = spent.add(last) or _reply_of(last)
        if isinstance(outcome, Finding):
            return ended(outcome, last)
        reply = outcome
    raise UnrelayableError(f"the test makes more than {MAX_CALLS} calls")


def _call_of(result: CaseResult) -> "Json | Finding":
    """The arguments of the call that the test makes, or how the test ended."""
    if failure := failure_of(result):
        return Finding(verdict=failure[0], reason="the test failed: " + (last_words(result) or failure[1]))
    if result.answer is None:
        reason = "the test ended by itself before its end"
        return Finding(verdict=Verdict.RUNTIME_ERROR, reason=reason, flags=(EARLY_EXIT,))
    try:
        answer = read_json(result.answer)
    except UnreadableValueError as error:
        raise UnrelayableError(f"the test's arguments cannot be sent: {error}") from error
    if not isinstance(answer, dict):
        raise JudgingFailed("a stand-in wrote no object")
    if answer.get("passed") is True:
        return Finding(verdict=Verdict.ACCEPTED)
    if "unrelayable" in answer:
        raise UnrelayableError(str(answer["unrelayable"])[:300])
    return answer["call"]


def _reply_of(result: CaseResult) -> "Json | Finding":
    """What the stand-in gets: `[[argument, …], value]`, or the text of what the candidate threw."""
    claim = read_claim(result, "value")
    if isinstance(claim, Mapping):
        arguments = claim.get("arguments")
        return [arguments if isinstance(arguments, list) else [], claim["value"]]
    if claim.verdict is Verdict.RUNTIME_ERROR and result.answer is not None and not claim.flags:
        return claim.reason
    return claim
