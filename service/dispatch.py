"""From requests to answers: what is asked, who judges it, and what becomes of failures."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from functools import partial
from typing import Protocol, TypeVar

from service.answering import Answer, Answering, Audit
from service.convert import code_submission, math_submission, rewarding_of, task_of
from service.errors import EXPECTED
from service.groups import Groups
from service.inline_problems import InlineProblems
from service.judges import CodeJudge, Judges, MathJudge
from service.metrics import Metrics
from service.schemas import VerifyRequest, read_request
from service.stints import Stints
from service.work import Judged, Submission, Work, context_of
from verifiers.code.problem import Problem
from verifiers.code.store import ProblemStore
from verifiers.errors import InvalidSubmission

ResultT = TypeVar("ResultT")

LOG = logging.getLogger(__name__)


class Batches(Protocol):
    """Judges many at once."""

    def verify_many(
        self, items: Sequence[object], defaults: Mapping[str, object]
    ) -> AsyncGenerator[tuple[int, Answer], None]:
        """See `Dispatcher.verify_many`."""


class Dispatcher:
    """The one way from the routes to the verifiers."""

    def __init__(
        self,
        *,
        math: MathJudge,
        code: CodeJudge,
        store: ProblemStore,
        metrics: Metrics,
        math_queue: int,
        math_workers: int,
        boxes: int,
        audit: Audit | None = None,
    ) -> None:
        self._store = store
        self._metrics = metrics
        self._judges = Judges(
            math=math, code=code, math_queue=math_queue, math_workers=math_workers, boxes=boxes
        )
        self._answering = Answering(metrics, audit)
        self.inline_problems = InlineProblems()

    @property
    def math_items(self) -> int:
        """Math items that wait or are under way."""
        return self._judges.math_items

    async def verify(self, request: VerifyRequest) -> Answer:
        """Judge one completion.

        Raises:
            RequestError: the request makes no sense.
            SandboxBusy, SandboxUnavailable, ServiceError: nothing was judged.
        """
        work = await self._prepare(request)
        judged = await self._judges.judge(work)
        return await _beside(work, lambda: self._answering.answer(work, judged, context_of(work, judged)))

    async def verify_many(
        self, items: Sequence[object], defaults: Mapping[str, object]
    ) -> AsyncGenerator[tuple[int, Answer], None]:
        """Judge many; answers by index, as they come.

        Identical work is done once. A bad item spoils only itself, and an item that we fail at is an
        `internal_error` of its own.
        """
        self._metrics.batches.observe(len(items))
        works: dict[int, Work] = {}
        stints = Stints()
        for index, item in enumerate(items):
            await stints.rest()
            try:
                works[index] = await self._prepare(read_request(item, defaults))
            except EXPECTED as error:
                yield index, self.failure(item, error)
            except Exception as error:
                LOG.exception("an item could not be read")
                yield index, self.failure(item, error)
        groups = Groups(works)
        async with aclosing(self._judges.judge_all(works)) as stream:
            async for index, judged in stream:
                for ready, answer in await _beside(
                    works[index], partial(self._answers, groups, index, judged)
                ):
                    yield ready, answer
                await stints.rest()

    def failure(self, item: object, error: Exception) -> Answer:
        """The answer of an item that has no result: the error, and never a reward."""
        return self._answering.failure(item, error)

    def _answers(self, groups: Groups, index: int, judged: Judged) -> list[tuple[int, Answer]]:
        return [
            (ready, self._answering.answer_or_failure(groups.works[ready], groups.judged[ready], context))
            for ready, context in groups.arrived(index, judged)
        ]

    async def _prepare(self, request: VerifyRequest) -> Work:
        task = task_of(request)
        rewarding = rewarding_of(request, task)
        submission: Submission | None = None
        if task == "math":
            submission = math_submission(request)
        elif task == "code":
            submission = code_submission(request, await self._problem(request.problem))
        return Work(request=request, task=task, rewarding=rewarding, submission=submission)

    async def _problem(self, problem: str | Mapping[str, object] | None) -> Problem:
        if isinstance(problem, str):
            if problem.lstrip().startswith("{"):
                raise InvalidSubmission(
                    "is JSON in a string: send the object itself, or an id", field="problem"
                )
            return await self._store.get(problem)
        return await self.inline_problems.read(problem or {})


async def _beside(work: Work, call: Callable[[], ResultT]) -> ResultT:
    """The call's result, made in a thread if components read the text: long ones take their time."""
    return call() if work.rewarding.only_accuracy else await asyncio.to_thread(call)
