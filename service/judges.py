"""Who judges what, and in what order.

Mathematics and programs have lines of their own, so neither waits behind the other, within a batch either. A
batch keeps only so much in them at a time that nothing there runs dry, and takes turns with other batches and
with single requests (`sandbox.turns`). It waits where a single request is refused, so that it is never half
answered.
"""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable, Mapping, Sequence
from contextlib import aclosing
from typing import Protocol, TypeVar

from sandbox.errors import SandboxBusy
from sandbox.turns import ASKER
from service.errors import EXPECTED
from service.line import Line
from service.stints import Stints
from service.work import FORMAL, Judged, Work, again, identity_of
from verifiers.base import Judgement
from verifiers.code.submission import CodeSubmission
from verifiers.errors import JudgingFailed, RequestError
from verifiers.math.verifier import MathSubmission

ThingT = TypeVar("ThingT")

LOG = logging.getLogger(__name__)

BUSY_NAP_S = 0.1
AHEAD = 4
"""A batch keeps so many programs per box under way."""
MATH_SLICE = 256
"""A batch's mathematics goes to the workers in slices, so that others come in between."""
SLICES_AHEAD = 2
"""So many slices of a batch are with the workers at least, and one for each two workers."""


class MathJudge(Protocol):
    """Judges mathematics, one or many at once."""

    async def judge(self, submission: MathSubmission) -> Judgement:
        """The judgement of one."""

    def judge_many(
        self, submissions: Sequence[MathSubmission]
    ) -> AsyncGenerator[tuple[int, Judgement | RequestError], None]:
        """Judgements by index, as they are made."""


class CodeJudge(Protocol):
    """Judges programs."""

    async def judge(self, submission: CodeSubmission) -> Judgement:
        """The judgement of one."""


class Judges:
    """The verifiers, with the lines before them.

    Args:
        math_queue: Math items that may wait or be under way.
        math_workers: Processes that judge mathematics.
        boxes: Programs that run at once.
    """

    def __init__(
        self, *, math: MathJudge, code: CodeJudge, math_queue: int, math_workers: int, boxes: int
    ) -> None:
        self._math = math
        self._code = code
        self._math_line = Line(math_queue)
        self._slices_ahead = max(SLICES_AHEAD, math_workers // 2)
        self._programs_ahead = AHEAD * boxes

    @property
    def math_items(self) -> int:
        """Math items that wait or are under way."""
        return self._math_line.inside

    async def judge(self, work: Work) -> Judged:
        """Judge a single piece of work.

        Raises:
            SandboxBusy, SandboxUnavailable, ServiceError: nothing was judged.
        """
        if isinstance(work.submission, MathSubmission):
            return await self._judge_math(work.submission)
        if isinstance(work.submission, CodeSubmission):
            return await self._judge_program(work.submission)
        return Judged(judgement=FORMAL)

    async def _judge_math(self, submission: MathSubmission) -> Judged:
        """Judge mathematics alone: the commonest request of all, so with no more steps than it takes."""
        client = ASKER.get().client
        self._math_line.enter_alone(client)
        begun = time.perf_counter()
        try:
            judgement = await self._math.judge(submission)
        finally:
            self._math_line.leave_alone(client)
        return Judged(judgement=judgement, verify_ms=(time.perf_counter() - begun) * 1000)

    async def _judge_program(self, submission: CodeSubmission) -> Judged:
        begun = time.perf_counter()
        judgement = await self._code.judge(submission)
        elapsed_ms = (time.perf_counter() - begun) * 1000
        return Judged(judgement=judgement, verify_ms=max(0.0, elapsed_ms - judgement.queue_ms))

    async def judge_all(self, works: Mapping[int, Work]) -> AsyncGenerator[tuple[int, Judged], None]:
        """Judge each different piece of work once, mathematics and programs side by side."""
        same: defaultdict[Hashable, list[int]] = defaultdict(list)
        stints = Stints()
        for index, work in works.items():
            await stints.rest()
            same[identity_of(work)].append(index)
        submissions = {key: works[indexes[0]].submission for key, indexes in same.items()}
        finished: asyncio.Queue[tuple[Hashable, Judged]] = asyncio.Queue()
        math = [(key, s) for key, s in submissions.items() if isinstance(s, MathSubmission)]
        slices = [math[start : start + MATH_SLICE] for start in range(0, len(math), MATH_SLICE)]
        programs = [(key, s) for key, s in submissions.items() if isinstance(s, CodeSubmission)]
        tasks = [
            *_at_a_time(self._slices_ahead, slices, lambda some: self._finish_math(some, finished)),
            *_at_a_time(self._programs_ahead, programs, lambda one: self._finish_program(*one, finished)),
        ]
        for key, submission in submissions.items():
            if submission is None:
                finished.put_nowait((key, Judged(judgement=FORMAL)))
        try:
            for _ in range(len(same)):
                key, judged = await finished.get()
                for place, index in enumerate(same[key]):
                    yield index, judged if place == 0 else again(judged)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _finish_math(
        self,
        keyed: Sequence[tuple[Hashable, MathSubmission]],
        finished: "asyncio.Queue[tuple[Hashable, Judged]]",
    ) -> None:
        begun = time.perf_counter()
        left = set(range(len(keyed)))
        self._math_line.enter(len(keyed))
        try:
            async with aclosing(self._math.judge_many([submission for _, submission in keyed])) as stream:
                async for index, result in stream:
                    left.discard(index)
                    self._math_line.leave(1)
                    elapsed_ms = (time.perf_counter() - begun) * 1000
                    judged = (
                        Judged(judgement=result, verify_ms=elapsed_ms)
                        if isinstance(result, Judgement)
                        else Judged(error=result)
                    )
                    finished.put_nowait((keyed[index][0], judged))
            error: Exception = JudgingFailed("the verifier gave no judgement")
        except Exception as broken:
            LOG.exception("judging mathematics failed")
            error = broken
        finally:
            self._math_line.leave(len(left))
        for index in left:
            finished.put_nowait((keyed[index][0], Judged(error=error)))

    async def _finish_program(
        self, key: Hashable, submission: CodeSubmission, finished: "asyncio.Queue[tuple[Hashable, Judged]]"
    ) -> None:
        try:
            judged = await self._judge_patiently(submission)
        except EXPECTED as error:
            judged = Judged(error=error)
        except Exception as error:
            LOG.exception("a program could not be judged")
            judged = Judged(error=error)
        finished.put_nowait((key, judged))

    async def _judge_patiently(self, submission: CodeSubmission) -> Judged:
        while True:
            try:
                return await self._judge_program(submission)
            except SandboxBusy:
                # It was not this one that was refused, but a single request that had begun the same work.
                await asyncio.sleep(BUSY_NAP_S)


def _at_a_time(
    count: int, things: Sequence[ThingT], finish: Callable[[ThingT], Awaitable[None]]
) -> "list[asyncio.Task[None]]":
    """Tasks that finish the things together, each one after another."""
    left = iter(things)

    async def work() -> None:
        for thing in left:
            await finish(thing)

    return [asyncio.create_task(work()) for _ in range(min(count, len(things)))]
