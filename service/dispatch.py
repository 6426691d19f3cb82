"""From requests to answers: whom to ask, in what order, how long to wait, and what becomes of failures.

Mathematics and programs have lines of their own, so neither waits behind the other, within a batch either. A
batch keeps only so much in them at a time that nothing there runs dry, and takes turns with other batches and
with single requests (`sandbox.turns`). It waits where a single request is refused, so that it is never half
answered.
"""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol, TypeVar

from sandbox.errors import SandboxBusy, SandboxError
from sandbox.turns import ASKER
from service.convert import (
    Rewarding,
    code_submission,
    math_submission,
    milliseconds,
    render_judgement,
    rewarding_of,
    score_of,
    task_of,
    text_of,
)
from service.errors import ServiceError, as_service_error, error_body
from service.inline_problems import InlineProblems
from service.line import Line
from service.metrics import Metrics
from service.schemas import VerifyRequest, read_request
from service.stints import Stints
from verifiers.base import Judgement, Verdict
from verifiers.code.problem import Problem
from verifiers.code.store import ProblemStore
from verifiers.code.submission import CodeSubmission
from verifiers.completion import read_completion
from verifiers.errors import JudgingFailed, RequestError, VerifierError
from verifiers.math.verifier import MathSubmission
from verifiers.rewards import RewardContext, as_group, combine, compute_components

ResultT = TypeVar("ResultT")
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


class Audit(Protocol):
    """Keeps what was judged."""

    def note(self, kind: str, item: Mapping[str, object], result: Mapping[str, object]) -> None:
        """Take a judgement; never waits, never raises."""


class CodeJudge(Protocol):
    """Judges programs."""

    async def judge(self, submission: CodeSubmission) -> Judgement:
        """The judgement of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A request that is fit to be judged."""

    request: VerifyRequest
    task: str
    rewarding: Rewarding
    submission: MathSubmission | CodeSubmission | None
    """`None` if only its form counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What came of a piece of work: a judgement, or the error that kept us from one."""

    judgement: Judgement | None = None
    error: Exception | None = None
    verify_ms: float = 0.0


Answer = dict[str, object]
"""An answer on the wire: that of `POST /v1/verify`, or one with `error` in the place of a result."""

EXPECTED = (VerifierError, SandboxError, ServiceError)
"""Errors that say themselves what is wrong; all others are bugs and go to the log."""


class Batches(Protocol):
    """Judges many at once."""

    def verify_many(
        self, items: Sequence[object], defaults: Mapping[str, object]
    ) -> AsyncGenerator[tuple[int, Answer], None]:
        """See `Dispatcher.verify_many`."""


FORMAL = Judgement(verdict=Verdict.ACCEPTED, reason="Only the form was asked about.", score=None)


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
        self._math = math
        self._code = code
        self._store = store
        self._metrics = metrics
        self._audit = audit
        self._math_line = Line(math_queue)
        self.inline_problems = InlineProblems()
        self._slices_ahead = max(SLICES_AHEAD, math_workers // 2)
        self._programs_ahead = AHEAD * boxes

    async def verify(self, request: VerifyRequest) -> Answer:
        """Judge one completion.

        Raises:
            RequestError: the request makes no sense.
            SandboxBusy, SandboxUnavailable, ServiceError: nothing was judged.
        """
        work = await self._prepare(request)
        if isinstance(work.submission, MathSubmission):
            judged = await self._judge_sum(work.submission)
        elif isinstance(work.submission, CodeSubmission):
            judged = await self._judge_program(work.submission)
        else:
            judged = Judged(judgement=FORMAL)
        return await _beside(work, lambda: self._answer(work, judged, _context(work, judged)))

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
        groups = _Groups(works)
        async with aclosing(self._judge_all(works)) as stream:
            async for index, judged in stream:
                for ready, answer in await _beside(
                    works[index], partial(self._answers, groups, index, judged)
                ):
                    yield ready, answer
                await stints.rest()

    def _answers(self, groups: "_Groups", index: int, judged: Judged) -> list[tuple[int, Answer]]:
        return [
            (ready, self._answer_or_failure(groups.works[ready], groups.judged[ready], context))
            for ready, context in groups.arrived(index, judged)
        ]

    async def _prepare(self, request: VerifyRequest) -> Work:
        task = task_of(request)
        rewarding = rewarding_of(request, task)
        submission: MathSubmission | CodeSubmission | None = None
        if task == "math":
            submission = math_submission(request)
        elif task == "code":
            submission = code_submission(request, await self._problem(request.problem))
        return Work(request=request, task=task, rewarding=rewarding, submission=submission)

    async def _problem(self, problem: str | Mapping[str, object] | None) -> Problem:
        if isinstance(problem, str):
            return await self._store.get(problem)
        return await self.inline_problems.read(problem or {})

    async def _judge_sum(self, submission: MathSubmission) -> Judged:
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

    async def _judge_all(self, works: Mapping[int, Work]) -> AsyncGenerator[tuple[int, Judged], None]:
        """Judge each different piece of work once, mathematics and programs side by side."""
        same: defaultdict[Hashable, list[int]] = defaultdict(list)
        stints = Stints()
        for index, work in works.items():
            await stints.rest()
            same[_identity(work)].append(index)
        submissions = {key: works[indexes[0]].submission for key, indexes in same.items()}
        finished: asyncio.Queue[tuple[Hashable, Judged]] = asyncio.Queue()
        sums = [(key, s) for key, s in submissions.items() if isinstance(s, MathSubmission)]
        slices = [sums[start : start + MATH_SLICE] for start in range(0, len(sums), MATH_SLICE)]
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
                    yield index, judged if place == 0 else _again(judged)
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
                # Refused was not this one but a single request that has begun the same work.
                await asyncio.sleep(BUSY_NAP_S)

    def _answer_or_failure(self, work: Work, judged: Judged, context: RewardContext) -> Answer:
        try:
            if judged.error is not None:
                raise judged.error
            return self._answer(work, judged, context)
        except EXPECTED as error:
            return self.failure(work.request.model_dump(exclude_unset=True), error)
        except Exception as error:
            LOG.exception("an item could not be answered")
            return self.failure(work.request.model_dump(exclude_unset=True), error)

    def _answer(self, work: Work, judged: Judged, context: RewardContext) -> Answer:
        judgement = judged.judgement
        assert judgement is not None
        components = compute_components(work.rewarding.components, context)
        failed = judgement.verdict is Verdict.INTERNAL_ERROR
        reward = None if failed else combine(work.rewarding.weights, components)
        self._metrics.judged(work.task, judgement, reward, judged.verify_ms)
        answer: Answer = {"id": work.request.id, "reward": reward, "components": components}
        answer |= render_judgement(judgement)
        answer["timing"] = {
            "queue_ms": milliseconds(judgement.queue_ms),
            "verify_ms": milliseconds(judged.verify_ms),
        }
        if work.request.metadata is not None:
            answer["metadata"] = work.request.metadata
        if self._audit is not None:
            self._audit.note(work.task, work.request.model_dump(exclude_unset=True), answer)
        return answer

    @property
    def math_items(self) -> int:
        """Math items that wait or are under way."""
        return self._math_line.inside

    def failure(self, item: object, error: Exception) -> Answer:
        """The answer of an item that has no result: the error, and never a reward."""
        refusal = as_service_error(error)
        verdict = (
            "invalid_gold"
            if refusal.code == "invalid_gold"
            else Verdict.INTERNAL_ERROR
            if refusal.status >= 429
            else "invalid"
        )
        self._metrics.refused(error)
        answer: Answer = {
            "id": _id_of(item),
            "reward": None,
            "verdict": verdict,
            "reason": str(refusal),
            **error_body(refusal),
        }
        if self._audit is not None and isinstance(item, Mapping):
            self._audit.note("refused", item, answer)
        return answer


class _Groups:
    """Holds back the samples of a group whose reward needs them all, until the last is judged."""

    def __init__(self, works: Mapping[int, Work]) -> None:
        self.works = works
        self.judged: dict[int, Judged] = {}
        self._members: defaultdict[str, list[int]] = defaultdict(list)
        for index, work in works.items():
            if work.rewarding.grouped:
                self._members[str(work.request.group)].append(index)

    def arrived(self, index: int, judged: Judged) -> Iterator[tuple[int, RewardContext]]:
        """Those who can be answered now, with what their rewards look at."""
        self.judged[index] = judged
        work = self.works[index]
        if not work.rewarding.grouped or work.request.group is None:
            yield index, _context(work, judged)
            return
        members = self._members[str(work.request.group)]
        if all(member in self.judged for member in members):
            contexts = [_context(self.works[member], self.judged[member]) for member in members]
            yield from zip(members, as_group(contexts), strict=True)


def _at_a_time(
    count: int, things: Sequence[ThingT], finish: Callable[[ThingT], Awaitable[None]]
) -> "list[asyncio.Task[None]]":
    """Tasks that finish the things together, each one after another."""
    left = iter(things)

    async def work() -> None:
        for thing in left:
            await finish(thing)

    return [asyncio.create_task(work()) for _ in range(min(count, len(things)))]


async def _beside(work: Work, call: Callable[[], ResultT]) -> ResultT:
    """The call's result, made in a thread if components read the text: long ones take their time."""
    return call() if work.rewarding.only_accuracy else await asyncio.to_thread(call)


def _context(work: Work, judged: Judged) -> RewardContext:
    request = work.request
    prompt = None if request.prompt is None else text_of(request.prompt, "prompt")
    judgement = judged.judgement or FORMAL
    score = score_of(judgement, work.rewarding) if judgement is not FORMAL else None
    if work.rewarding.only_accuracy:
        return RewardContext(text="", score=score)  # nothing else looks at the text
    completion = read_completion(text_of(request.completion, "completion"), prompt)
    return RewardContext(
        text=completion.text,
        reasoning=completion.reasoning,
        score=score,
        prompt=prompt,
        completion_tokens=request.completion_tokens,
        language=judgement.language,
    )


def _identity(work: Work) -> Hashable:
    """Equal for pieces of work that must come out alike."""
    submission = work.submission
    if isinstance(submission, CodeSubmission):
        return (
            "code",
            submission.completion,
            id(submission.problem),
            submission.prompt,
            submission.language,
            submission.options,
        )
    return submission


def _again(judged: Judged) -> Judged:
    if judged.judgement is None:
        return judged
    return replace(judged, judgement=replace(judged.judgement, cached=True))


def _id_of(item: object) -> object:
    id_ = item.get("id") if isinstance(item, Mapping) else None
    return id_ if isinstance(id_, str | int) else None
