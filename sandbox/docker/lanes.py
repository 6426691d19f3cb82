"""Places for one box at a time: in a container of its own, or forked by a template in a container."""

import array
import asyncio
import json
import socket
from collections.abc import Callable

from sandbox.docker.container import SOCKET_BUFFER_BYTES, Container, Launcher, is_open
from sandbox.docker.engine import Engine
from sandbox.docker.policy import Shape
from sandbox.docker.warm_pool import WarmPool
from sandbox.errors import BoxFailed, SandboxUnavailable
from sandbox.observer import Observer

__all__ = ["ContainerLane", "TemplateLane"]

ATTEMPTS = 3
GREETING_S = 20
"""Longest time a template takes to be warm."""


class ContainerLane:
    """Each box is a container, used once."""

    def __init__(self, pool: WarmPool, remove: Callable[[Container], None], engine: Engine) -> None:
        self._pool = pool
        self._remove = remove
        self._engine = engine
        self._container: Container | None = None
        self.shape = Shape()
        """What the next job needs."""

    async def open_box(self) -> socket.socket:
        """A container that nobody has used."""
        self.kill()
        self._container = await self._pool.take(self.shape)
        return self._container.hand_over()

    async def restart(self) -> None:
        """Leave the broken container behind."""
        self.kill()

    def kill(self) -> None:
        """Have the container removed."""
        container, self._container = self._container, None
        if container is not None:
            self._remove(container)

    def release(self) -> None:
        """The job is over, and so is its container."""
        self.kill()

    def host_lacked_memory(self) -> bool:
        """Nobody tells: a container has all the memory that its limit says."""
        return False

    async def ran_out_of_memory(self) -> bool:
        """Whether the daemon saw the container end for want of memory."""
        if self._container is None:
            return False
        try:
            return await self._engine.was_killed_for_memory(self._container.identity)
        except SandboxUnavailable:
            return False


class TemplateLane:
    """One container whose template forks a box for each job."""

    def __init__(self, pool: WarmPool, launcher: Launcher, observer: Observer) -> None:
        self._observer = observer
        self._had_template = False
        self._pool = pool
        self._launcher = launcher
        self._container: Container | None = None
        self._control: socket.socket | None = None
        self._spare: socket.socket | None = None

    async def open_box(self) -> socket.socket:
        """A fresh box: the one made ahead, if it is still there."""
        if self._container is None or not is_open(self._control):
            await self.restart()
        spare, self._spare = self._spare, None
        return spare if spare is not None else self._order()

    async def restart(self) -> None:
        """A new container in place of a dead one; one that dies before it is warm is replaced.

        Raises:
            SandboxUnavailable: so do all, and this is what the last one said.
        """
        for _ in range(ATTEMPTS):
            self.kill()
            self._container = await self._pool.take(Shape())
            self._control = self._container.hand_over()
            if await is_greeted(self._control):
                if self._had_template:
                    self._observer.template_restarted()
                self._had_template = True
                return
        try:
            assert self._container is not None
            raise await self._launcher.complaint(
                self._container.identity, f"{ATTEMPTS} templates in containers did not become warm"
            )
        finally:
            self.kill()

    def kill(self) -> None:
        """Remove the container with all its boxes."""
        for sock in (self._spare, self._control):
            if sock is not None:
                sock.close()
        self._spare = self._control = None
        container, self._container = self._container, None
        if container is not None:
            self._launcher.remove(container)

    def release(self) -> None:
        """The job is over: make the next box before anyone asks for it."""
        if self._spare is None and is_open(self._control):
            try:
                self._spare = self._order()
            except BoxFailed:
                self.kill()

    def host_lacked_memory(self) -> bool:
        """Nobody tells."""
        return False

    async def ran_out_of_memory(self) -> bool:
        """Boxes share the container's limit, so nobody's own memory is known to be the cause."""
        return False

    def _order(self) -> socket.socket:
        assert self._control is not None
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                for end in (ours, theirs):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [theirs.fileno()]))
                self._control.sendmsg([json.dumps({"cgroup": []}).encode()], [rights])
        except OSError as error:
            ours.close()
            raise BoxFailed("a template died") from error
        ours.setblocking(False)
        return ours


async def is_greeted(control: socket.socket) -> bool:
    """Wait for what a template says when it is warm."""
    try:
        async with asyncio.timeout(GREETING_S):
            return await asyncio.get_running_loop().sock_recv(control, 64) == b"ready"
    except (TimeoutError, OSError):
        return False
