"""Back pressure for any sandbox: so many boxes at once, a bounded queue, a clear answer when it is full."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

from sandbox.base import Job, Readiness, Run, Sandbox
from sandbox.errors import SandboxBusy
from sandbox.observer import UNOBSERVED, Observer, Queue
from sandbox.pace import Pace
from sandbox.room import Room
from sandbox.spans import span
from sandbox.turns import ASKER, Asker, Turns

__all__ = ["BoundedSandbox"]

FIRST_GUESS_S = 0.1
"""How long a job takes, before any has been seen."""
LEAST_WAIT_S = 0.1
STARTING = "the boxes are being made ready"


class BoundedSandbox:
    """A sandbox that runs at most `boxes` jobs at once; the others wait, and clients take turns.

    Args:
        inner: The backend.
        boxes: Jobs at once.
        queue: Jobs that may wait; one more is refused with `SandboxBusy`, unless its client has less than
            its share of the queue (`sandbox.room`). Jobs of patient askers are not counted.
        queue_timeout_s: Longest wait before a job is refused after all, but for those of patient askers.
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
        self._room = Room(queue)
        self._queue_timeout_s = queue_timeout_s
        self._observer = observer
        self._running = 0
        self._waiting: Turns[asyncio.Future[None]] = Turns()
        self._pace = Pace(boxes / FIRST_GUESS_S)
        self._starting: asyncio.Task[None] | None = None

    @property
    def running(self) -> int:
        """Jobs in boxes now."""
        return self._running

    @property
    def queued(self) -> int:
        """Jobs waiting now."""
        return len(self._waiting)

    async def start(self, within_s: float | None = None) -> None:
        """Make the backend ready.

        Args:
            within_s: Return after so long in any case; jobs wait for what is left to be done.
        """
        self._starting = asyncio.create_task(self._inner.start())
        await asyncio.wait([self._starting], timeout=within_s)
        if self._starting.done():
            self._starting.result()

    def readiness(self) -> Readiness:
        """The backend's state."""
        if self._starting is not None and not self._starting.done():
            return Readiness(available=False, reason=STARTING)
        return self._inner.readiness()

    async def close(self) -> None:
        """Destroy all boxes."""
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        await self._inner.close()

    @contextlib.asynccontextmanager
    async def run(self, job: Job, *, beside: bool = False) -> AsyncIterator[Run]:
        """A box for this job, when it is its turn; at once if it is `beside` another."""
        if beside:
            with span("box"):
                async with self._inner.run(job) as run:
                    yield run
            return
        arrived = time.monotonic()
        with span("queue"):
            await self._enter()
        try:
            if self._starting is not None and not self._starting.done():
                await asyncio.wait([self._starting])
            started = time.monotonic()
            self._observer.waited(Queue.BOXES, started - arrived)
            with span("box"):
                async with self._inner.run(job) as run:
                    run.queue_ms = (started - arrived) * 1000
                    yield run
        finally:
            self._leave()

    async def _enter(self) -> None:
        asker = ASKER.get()
        if self._running < self._boxes and not self._waiting:
            self._running += 1
            self._pace.begin()
        elif asker.patient:
            await self._wait(asker, None)
        else:
            if not self._room.has(asker.client):
                raise self._busy("the queue for boxes is full")
            self._room.enter(asker.client)
            try:
                await self._wait(asker, self._queue_timeout_s)
            except TimeoutError as error:
                raise self._busy("no box came free in time") from error
            finally:
                self._room.leave(asker.client)

    async def _wait(self, asker: Asker, longest_s: float | None) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(asker.path, turn)
        try:
            async with asyncio.timeout(longest_s):
                await turn
        except BaseException:
            if turn.done() and not turn.cancelled():
                self._pass_on()  # our turn came at the same moment
            else:
                self._waiting.remove(asker.path, turn)
            raise

    def _leave(self) -> None:
        """Note that a job is over, and hand its place to whose turn it is."""
        self._pace.left(last=self._running == 1 and not self._waiting)
        self._pass_on()

    def _pass_on(self) -> None:
        while self._waiting:
            turn = self._waiting.take()
            if not turn.done():  # those who have just been cancelled are about to leave the line
                turn.set_result(None)
                return
        self._running -= 1

    def _busy(self, message: str) -> SandboxBusy:
        """With the time in which all that waits now will have had its turn."""
        wait_s = self._pace.seconds_for(len(self._waiting) + 1)
        return SandboxBusy(message, retry_after_s=max(LEAST_WAIT_S, wait_s))
