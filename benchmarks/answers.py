"""Judges programs over real boxes and notes the raw bytes that they answered, before any checker saw them."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

from sandbox.base import Case, CaseResult, CompileResult, Job, Readiness, Run, Sandbox
from verifiers.base import Judgement, Verdict
from verifiers.code.languages import Languages
from verifiers.code.problem import LimitOverrides, Problem
from verifiers.code.submission import CodeOptions, CodeSubmission
from verifiers.code.verifier import CodeVerifier

BOXES = 2
MAX_REASON_CHARS = 400
Answers = list[tuple[str, bytes | None]]
"""Of each test that was run: how the process ended and what it answered, as it came out of the box."""


class _RecordedRun:
    """A run whose raw answers are noted as they pass."""

    def __init__(self, run: Run, answers: Answers) -> None:
        self._run = run
        self._answers = answers
        self.queue_ms = run.queue_ms

    async def compiled(self) -> CompileResult | None:
        return await self._run.compiled()

    async def results(self) -> AsyncIterator[CaseResult]:
        async for result in self._run.results():
            self._answers.append((str(result.status), result.answer))
            yield result

    async def send(self, case: Case) -> None:
        await self._run.send(case)


class RecordingSandbox:
    """Keeps what the program of one submission answered."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.name = sandbox.name
        self.answers: Answers = []

    async def start(self) -> None:
        await self._sandbox.start()

    def readiness(self) -> Readiness:
        return self._sandbox.readiness()

    def run(self, job: Job, *, beside: bool = False) -> AbstractAsyncContextManager[Run]:
        return self._recorded(job, beside=beside)

    @asynccontextmanager
    async def _recorded(self, job: Job, *, beside: bool) -> AsyncIterator[Run]:
        self.answers = []
        async with self._sandbox.run(job, beside=beside) as run:
            yield _RecordedRun(run, self.answers)

    async def close(self) -> None:
        await self._sandbox.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One program to judge."""

    label: str
    problem: Problem
    source: str
    language: str
    every_case: bool = True
    """Whether cases are run behind the first that fails."""
    cpu_ms: int | None = None
    """Another limit than the problem's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an attempt."""

    judgement: Judgement
    answers: Answers

    @property
    def accepted(self) -> bool:
        return self.judgement.verdict is Verdict.ACCEPTED

    def explanation(self) -> str:
        compiled = self.judgement.compile
        detail = compiled.stderr if compiled is not None and not self.accepted else ""
        return f"{self.judgement.verdict}: {self.judgement.reason} {detail}"[:MAX_REASON_CHARS].rstrip()


class Judge:
    """A verifier over real boxes, a fresh one for each submission so that nothing is remembered."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._languages = Languages.load()

    async def judge(self, attempt: Attempt) -> Outcome:
        recording = RecordingSandbox(self._sandbox)
        verifier = CodeVerifier(recording, self._languages, cache_bytes=0)
        submission = CodeSubmission(
            completion=f"```{attempt.language}\n{attempt.source}\n```",
            problem=attempt.problem,
            language=attempt.language,
            options=CodeOptions(
                case_details=attempt.every_case, limits=LimitOverrides(cpu_ms=attempt.cpu_ms)
            ),
        )
        judgement = await verifier.judge(submission)
        return Outcome(judgement=judgement, answers=recording.answers)

    async def judge_all(
        self, attempts: Sequence[Attempt], deadline: float
    ) -> AsyncIterator[tuple[Attempt, Outcome]]:
        """Outcomes as they come, of as many attempts as begin before the deadline."""
        waiting = list(reversed(attempts))
        running: set[asyncio.Task[tuple[Attempt, Outcome]]] = set()
        while (waiting and time.monotonic() < deadline) or running:
            while waiting and len(running) < BOXES and time.monotonic() < deadline:
                running.add(asyncio.create_task(self._judged(waiting.pop())))
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                yield task.result()

    async def _judged(self, attempt: Attempt) -> tuple[Attempt, Outcome]:
        return attempt, await self.judge(attempt)
