"""Containers started ahead: so many ready, so many being started at once, waiters served in order."""

import asyncio
import collections
import logging
from collections.abc import Callable, Coroutine

from sandbox.docker.container import Container
from sandbox.docker.policy import Shape
from sandbox.errors import SandboxUnavailable

__all__ = ["WarmPool"]

logger = logging.getLogger(__name__)

FIRST_PAUSE_S = 0.25
LONGEST_PAUSE_S = 5.0
"""Between two attempts while containers cannot be started."""

Launch = Callable[[Shape], Coroutine[object, object, Container]]


class WarmPool:
    """Keeps containers of the usual shape ready.

    Args:
        launch: Starts one.
        remove: Takes one away that is not used.
        size: How many shall be ready.
        starters: How many may be started at once; more of them make each slower and the refill no faster.
        patience_s: How long a caller waits when containers cannot be started, once they could.
    """

    def __init__(
        self,
        launch: Launch,
        remove: Callable[[Container], None],
        *,
        size: int,
        starters: int,
        patience_s: float,
    ) -> None:
        self._launch = launch
        self._remove = remove
        self.size = size
        """How many shall be ready; may be changed."""
        self._starters = starters
        self._patience_s = patience_s
        self._ready: collections.deque[Container] = collections.deque()
        self._waiting: collections.deque[asyncio.Future[Container]] = collections.deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._pause_s = 0.0
        self._closed = False
        self.patient = False
        """Whether those who wait go on waiting when a container cannot be started."""
        self.failure = "no container was started yet"
        """Why none can be started at present; empty when all is well."""

    @property
    def ready(self) -> int:
        """Containers waiting for a job."""
        return len(self._ready)

    def refill(self) -> None:
        """Start what is missing, as far as starters are free, and drop what died."""
        for container in [container for container in self._ready if not container.alive]:
            self._ready.remove(container)
            self._remove(container)
        if self._closed:
            return
        wanted = self.size + len(self._waiting) - len(self._ready) - len(self._tasks)
        for _ in range(min(wanted, self._starters - len(self._tasks))):
            task = asyncio.get_running_loop().create_task(self._start_one())
            self._tasks.add(task)
            task.add_done_callback(self._started)

    async def take(self, shape: Shape) -> Container:
        """A container of this shape, never used; of an unusual shape it is started now.

        Raises:
            SandboxUnavailable: none could be had in time.
        """
        if shape != Shape():
            return await self._launch(shape)
        while self._ready:
            container = self._ready.popleft()
            if container.alive:
                self.refill()
                return container
            self._remove(container)
        turn: asyncio.Future[Container] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        self.refill()
        try:
            async with asyncio.timeout(self._patience_s):
                return await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self._put(turn.result())  # it came at the same moment
            else:
                turn.cancel()
            if isinstance(error, TimeoutError):
                raise SandboxUnavailable(self.failure or "no container was ready in time") from error
            raise

    async def close(self) -> None:
        """Take away all that are ready and start no more."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        while self._ready:
            self._remove(self._ready.popleft())
        self._refuse("closed")

    def _started(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            self.refill()

    async def _start_one(self) -> None:
        await asyncio.sleep(self._pause_s)
        try:
            container = await self._launch(Shape())
        except SandboxUnavailable as error:
            if str(error) != self.failure:
                logger.warning("no sandbox container can be started", extra={"reason": str(error)})
            self.failure = str(error)
            self._pause_s = min(max(2 * self._pause_s, FIRST_PAUSE_S), LONGEST_PAUSE_S)
            if not self.patient:
                self._refuse(self.failure)
            return
        self.failure = ""
        self._pause_s = 0.0
        if self._closed:
            self._remove(container)
        else:
            self._put(container)

    def _refuse(self, reason: str) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_exception(SandboxUnavailable(reason))

    def _put(self, container: Container) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(container)
                return
        self._ready.append(container)
