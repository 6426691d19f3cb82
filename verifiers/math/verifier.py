"""Judge mathematics in worker processes, so that nothing a model writes can hold up the service."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import cast

from sandbox.base import WorkerOutcome, WorkerPool, WorkerResult
from sandbox.errors import SandboxError
from sandbox.spans import span
from verifiers.base import Judgement, Verdict
from verifiers.errors import InvalidGold, InvalidSubmission, RequestError
from verifiers.math.exchange import Item, JudgedItem
from verifiers.math.options import MathOptions

_LOG = logging.getLogger(__name__)

WORKER_MODULES = ("verifiers.math.judging", "sympy")
"""What a worker pool for mathematics preloads."""
WORKER_MEMORY_BYTES = 200 * 1024 * 1024
"""What a worker of such a pool may map beyond that."""
DEADLINE_MS = 250
"""CPU time that one submission may take on the fast rungs, and again in symbolic algebra."""

_Result = tuple[int, Judgement | RequestError]
"""The index of a submission, and what became of it."""
_SCORES = {Verdict.ACCEPTED: 1.0, Verdict.WRONG_ANSWER: 0.0, Verdict.NO_ANSWER: 0.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class MathSubmission:
    """A completion and what it is held against.

    Raises:
        InvalidSubmission: there is no gold.
    """

    completion: str
    golds: tuple[str, ...]
    """Reference answers, bare or as whole solutions; any one suffices."""
    prompt: str | None = None
    options: MathOptions = field(default_factory=MathOptions)

    def __post_init__(self) -> None:
        if not self.golds:
            raise InvalidSubmission("give at least one gold", field="gold")


class MathVerifier:
    """Judges completions against gold answers."""

    def __init__(self, workers: WorkerPool) -> None:
        """Use a pool whose workers can import `WORKER_MODULES`."""
        self._workers = workers

    async def judge(self, submission: MathSubmission) -> Judgement:
        """Judge one submission.

        Raises:
            InvalidGold: a gold cannot be read.
        """
        try:
            with span("math"):
                result = await self._one("judge_item", submission)
            judged = _read(result)
            if _needs_symbolic(result) and isinstance(judged, Judgement):
                with span("proof"):
                    judged = _read(await self._one("prove_item", submission), judged)
        except SandboxError as error:
            return _broken(error)
        if isinstance(judged, RequestError):
            raise judged
        return judged

    async def judge_many(
        self, submissions: Sequence[MathSubmission]
    ) -> AsyncGenerator[tuple[int, Judgement | RequestError], None]:
        """Judge many submissions, identical ones once; each with its index, as they finish."""
        same: dict[MathSubmission, list[int]] = {}
        for index, submission in enumerate(submissions):
            same.setdefault(submission, []).append(index)
        distinct = list(same)
        async with aclosing(self._judge_distinct(distinct)) as results:
            async for position, judged in results:
                for index in same[distinct[position]]:
                    yield index, judged

    async def _judge_distinct(
        self, submissions: list[MathSubmission]
    ) -> AsyncGenerator[tuple[int, Judgement | RequestError], None]:
        """Both stages side by side: a proof begins as soon as it is known to be needed."""
        left = set(range(len(submissions)))
        news: asyncio.Queue[_Result | asyncio.Task[None]] = asyncio.Queue()
        undecided: asyncio.Queue[_Result | None] = asyncio.Queue()
        stages = [
            asyncio.create_task(self._climb(submissions, news, undecided)),
            asyncio.create_task(self._prove(submissions, news, undecided)),
        ]
        for stage in stages:
            stage.add_done_callback(news.put_nowait)
        try:
            while left:
                found = await news.get()
                if isinstance(found, asyncio.Task):
                    found.result()
                    continue
                position, judged = found
                left.discard(position)
                yield position, judged
        except SandboxError as error:
            judgement = _broken(error)
            for position in left:
                yield position, judgement
        finally:
            for stage in stages:
                # Put into the queue, from which nobody takes it now, the two would keep each other.
                stage.remove_done_callback(news.put_nowait)
                stage.cancel()
            await asyncio.gather(*stages, return_exceptions=True)

    async def _climb(
        self,
        submissions: list[MathSubmission],
        news: "asyncio.Queue[_Result | asyncio.Task[None]]",
        undecided: "asyncio.Queue[_Result | None]",
    ) -> None:
        """The fast rungs; `None` in `undecided` tells that no more will come."""
        with span("math") as part:
            part.mark(items=len(submissions))
            async for result in self._map("judge_item", submissions):
                judged = _read(result)
                queue = undecided if _needs_symbolic(result) and isinstance(judged, Judgement) else news
                queue.put_nowait((result.index, judged))
        undecided.put_nowait(None)

    async def _prove(
        self,
        submissions: list[MathSubmission],
        news: "asyncio.Queue[_Result | asyncio.Task[None]]",
        undecided: "asyncio.Queue[_Result | None]",
    ) -> None:
        """The last rung, for all that is undecided so far at a time."""
        while (first := await undecided.get()) is not None:
            batch = [first]
            while not undecided.empty() and (further := undecided.get_nowait()) is not None:
                batch.append(further)
            with span("proof") as part:
                part.mark(items=len(batch))
                async for result in self._map("prove_item", [submissions[position] for position, _ in batch]):
                    position, before = batch[result.index]
                    news.put_nowait((position, _read(result, before)))

    async def _one(self, function: str, submission: MathSubmission) -> WorkerResult:
        [result] = [result async for result in self._map(function, [submission])]
        return result

    def _map(self, function: str, submissions: Sequence[MathSubmission]) -> AsyncIterator[WorkerResult]:
        items = [_item(submission) for submission in submissions]
        return self._workers.map(f"verifiers.math.judging:{function}", items, deadline_ms=DEADLINE_MS)


def _item(submission: MathSubmission) -> Item:
    return Item(
        completion=submission.completion,
        golds=list(submission.golds),
        prompt=submission.prompt,
        extraction=list(submission.options.extraction),
        tolerance=submission.options.tolerance,
        explain=submission.options.explain,
    )


def _needs_symbolic(result: WorkerResult) -> bool:
    return result.outcome is WorkerOutcome.DONE and cast("JudgedItem", result.value)["needs_symbolic"]


def _read(result: WorkerResult, before: Judgement | RequestError | None = None) -> Judgement | RequestError:
    """What a worker's result means, in the light of what the fast rungs had found before."""
    match result.outcome:
        case WorkerOutcome.DONE:
            return _judgement(cast("JudgedItem", result.value))
        case WorkerOutcome.TIMED_OUT:
            return _undecided(f"There was no decision within {DEADLINE_MS} ms.", before)
        case WorkerOutcome.DIED:
            return _undecided(f"The comparison needs more than its budget: {result.error}.", before)
        case WorkerOutcome.FAILED:
            _LOG.error("a bug in judging mathematics: %s", result.error)
            return _our_fault("A bug in the verifier; its log has the details.")


def _judgement(judged: JudgedItem) -> Judgement | RequestError:
    if judged["invalid_gold"] is not None:
        return InvalidGold(judged["reason"], field=judged["invalid_gold"])
    verdict = Verdict(judged["verdict"])
    return Judgement(
        verdict=verdict,
        reason=judged["reason"],
        score=_SCORES.get(verdict),
        extracted=judged["extracted"],
        flags=tuple(judged["flags"]),
        details=judged["details"],
        explanation=judged["explanation"],
    )


def _undecided(reason: str, before: Judgement | RequestError | None) -> Judgement:
    if not isinstance(before, Judgement):
        return Judgement(verdict=Verdict.UNVERIFIABLE, reason=reason, score=None)
    return replace(before, reason=reason)


def _broken(error: SandboxError) -> Judgement:
    _LOG.error("mathematics cannot be judged", exc_info=error)
    return _our_fault(f"The workers for mathematics broke: {error}")


def _our_fault(reason: str) -> Judgement:
    return Judgement(verdict=Verdict.INTERNAL_ERROR, reason=reason, score=None)
