"""One sandbox container and the connection to the agent in it."""

import asyncio
import secrets
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sandbox.docker.engine import Engine
from sandbox.docker.failure import explain_failure
from sandbox.docker.policy import SOCKETS, Confinement, Shape
from sandbox.errors import SandboxUnavailable
from sandbox.observer import Observer

__all__ = ["SOCKET_BUFFER_BYTES", "Container", "Launcher", "is_open"]

READY_S = 30
"""Longest time between a container's start and its agent's call."""
LOOK_S = 2
"""How often a container that is not yet ready is looked at."""
CLOSE_S = 20
"""How long closing waits for containers to be gone."""
SOCKET_BUFFER_BYTES = 1024 * 1024


@dataclass(slots=True)
class Container:
    """A started container whose agent has called."""

    identity: str
    user: int
    _sock: socket.socket | None

    @property
    def alive(self) -> bool:
        """Whether its agent still waits for work."""
        return is_open(self._sock)

    def hand_over(self) -> socket.socket:
        """The connection, which from now on is the caller's to close."""
        sock, self._sock = self._sock, None
        assert sock is not None
        return sock

    def close(self) -> None:
        """Close the connection, if it was not handed over."""
        if self._sock is not None:
            self._sock.close()
            self._sock = None


def is_open(sock: socket.socket | None) -> bool:
    """Whether somebody is at the other end of a socket."""
    if sock is None:
        return False
    try:
        return bool(sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
    except BlockingIOError:
        return True
    except OSError:
        return False


class Launcher:
    """Starts containers and takes them away.

    Args:
        engine: The daemon.
        confinement: What all containers have in common.
        sockets: The folder of sockets as this process sees it.
        settings: What the agent is told besides its socket.
        kind: Of the connection: `SOCK_STREAM` for a box, `SOCK_SEQPACKET` for a template.
        users: Ids for containers to run as; there are at most so many containers at once.
        observer: Is told how long it takes to make a box, where the container is the box.
    """

    def __init__(
        self,
        engine: Engine,
        confinement: Confinement,
        *,
        sockets: Path,
        settings: Mapping[str, object],
        kind: socket.SocketKind,
        users: Sequence[int],
        observer: Observer,
    ) -> None:
        self._engine = engine
        self._confinement = confinement
        self._sockets = sockets
        self._settings = settings
        self._kind = kind
        self._users = list(users)
        self._observer = observer
        self._removals: set[asyncio.Task[None]] = set()

    async def launch(self, shape: Shape) -> Container:
        """A container whose agent is warm.

        Raises:
            SandboxUnavailable: the daemon cannot be reached or refuses, or the agent does not call.
        """
        if not self._users:
            raise SandboxUnavailable("all sandbox containers are in use or being removed")
        begun = time.monotonic()
        user = self._users.pop()
        name = secrets.token_hex(16)
        path = self._sockets / name
        identity = ""
        with socket.socket(socket.AF_UNIX, self._kind) as listener:
            try:
                listener.setblocking(False)
                listener.bind(str(path))
                path.chmod(0o666)  # the folder is ours; in a container only its user is there
                listener.listen(1)
                settings = {
                    **self._settings,
                    "socket": f"{SOCKETS}/{name}",
                    "uid": user,
                    "gid": user,
                    "buffer_bytes": SOCKET_BUFFER_BYTES,
                }
                identity = await self._engine.start(self._confinement.options(shape, user, settings))
                sock = await self._answer(listener, identity)
            except BaseException as error:
                self._discard(identity, user)
                if isinstance(error, OSError):
                    raise SandboxUnavailable(f"no socket can be made in {self._sockets}: {error}") from error
                raise
            finally:
                path.unlink(missing_ok=True)
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SOCKET_BUFFER_BYTES)
        if self._kind is socket.SOCK_STREAM:
            self._observer.box_made(time.monotonic() - begun)
        return Container(identity, user, sock)

    def remove(self, container: Container) -> None:
        """Have it gone; the daemon takes its time."""
        container.close()
        self._discard(container.identity, container.user)

    async def complaint(self, identity: str, what: str) -> SandboxUnavailable:
        """What is wrong with a container, in its own last words, and what mends it."""
        words = await self._engine.last_words(identity) or "it said nothing"
        return SandboxUnavailable(explain_failure(f"{what} ({words})"))

    async def close(self) -> None:
        """See all removals done."""
        if not self._removals:
            return
        _, pending = await asyncio.wait(self._removals, timeout=CLOSE_S)
        for task in pending:
            task.cancel()

    async def _answer(self, listener: socket.socket, identity: str) -> socket.socket:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + READY_S
        # One call to accept for all looks: cancelling it might lose a connection that has just come.
        accepting = asyncio.ensure_future(loop.sock_accept(listener))
        try:
            while loop.time() < deadline:
                if (await asyncio.wait({accepting}, timeout=LOOK_S))[0]:
                    return accepting.result()[0]
                if not await self._engine.is_running(identity):
                    break
        finally:
            accepting.cancel()
        raise await self.complaint(identity, "a sandbox container's agent did not call")

    def _discard(self, identity: str, user: int) -> None:
        if not identity:
            self._users.append(user)
            return
        task = asyncio.get_running_loop().create_task(self._take_away(identity, user))
        self._removals.add(task)
        task.add_done_callback(self._removals.discard)

    async def _take_away(self, identity: str, user: int) -> None:
        """Remove a container; its user is free again when it is certainly gone."""
        pause_s = 0.5
        while True:
            try:
                await self._engine.remove(identity)
            except SandboxUnavailable:
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, 30.0)
            else:
                self._users.insert(0, user)
                return
