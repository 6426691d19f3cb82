"""Back pressure for any sandbox: so many boxes at once, a bounded queue, a clear answer when it is full."""

import asyncio
import collections
import contextlib
import time
from collections.abc import AsyncIterator

from sandbox.base import Job, Readiness, Run, Sandbox
from sandbox.errors import SandboxBusy
from sandbox.observer import UNOBSERVED, Observer, Queue

__all__ = ["BoundedSandbox"]

FIRST_GUESS_S = 0.1
"""How long a job takes, before any has been seen."""
SMOOTHING = 0.1


class BoundedSandbox:
    """A sandbox that runs at most `boxes` jobs at once and lets at most `queue` wait, in order of arrival.

    Args:
        inner: The backend.
        boxes: Jobs at once.
        queue: Jobs that may wait; one more is refused with `SandboxBusy`.
        queue_timeout_s: Longest wait before a job is refused after all.
        observer: Is told how long jobs wait.
    """

    def __init__(
        self,
        inner: Sandbox,
        *,
        boxes: int,
        queue: int,
        queue_timeout_s: float,
        observer: Observer = UNOBSERVED,
    ) -> None:
        self.name = inner.name
        self._inner = inner
        self._boxes = boxes
        self._queue = queue
        self._queue_timeout_s = queue_timeout_s
        self._observer = observer
        self._running = 0
        self._waiting: collections.deque[asyncio.Future[None]] = collections.deque()
        self._typical_s = FIRST_GUESS_S

    @property
    def running(self) -> int:
        """Jobs in boxes now."""
        return self._running

    @property
    def queued(self) -> int:
        """Jobs waiting now."""
        return sum(not turn.done() for turn in self._waiting)

    async def start(self) -> None:
        """Make the backend ready."""
        await self._inner.start()

    def readiness(self) -> Readiness:
        """The backend's state."""
        return self._inner.readiness()

    async def close(self) -> None:
        """Destroy all boxes."""
        await self._inner.close()

    @contextlib.asynccontextmanager
    async def run(self, job: Job, *, beside: bool = False) -> AsyncIterator[Run]:
        """A box for this job, when it is its turn; at once if it is `beside` another."""
        if beside:
            async with self._inner.run(job) as run:
                yield run
            return
        arrived = time.monotonic()
        await self._enter()
        started = time.monotonic()
        self._observer.waited(Queue.BOXES, started - arrived)
        try:
            async with self._inner.run(job) as run:
                run.queue_ms = (started - arrived) * 1000
                yield run
        finally:
            self._typical_s += SMOOTHING * (time.monotonic() - started - self._typical_s)
            self._leave()

    async def _enter(self) -> None:
        if self._running < self._boxes and not self._waiting:
            self._running += 1
            return
        if self.queued >= self._queue:
            raise self._busy("the queue for boxes is full")
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(self._queue_timeout_s):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self._leave()  # our turn came at the same moment; pass it on
            else:
                self._waiting.remove(turn)
            if isinstance(error, TimeoutError):
                raise self._busy("no box came free in time") from error
            raise

    def _leave(self) -> None:
        """Hand the place to the next in line, or give it back."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._running -= 1

    def _busy(self, message: str) -> SandboxBusy:
        wait_s = self._typical_s * (self.queued + 1) / self._boxes
        return SandboxBusy(message, retry_after_s=min(60.0, max(0.1, wait_s)))
