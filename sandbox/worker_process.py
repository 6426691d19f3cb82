"""The pool's side of its processes: the zygote, and workers forked from it."""

import asyncio
import json
import mmap
import os
import resource
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import orjson

from sandbox.errors import BoxFailed
from sandbox.worker_zygote import (
    CONTROL_BYTES,
    IDLE,
    LENGTH,
    MAX_FRAME_BYTES,
    PROGRESS,
    PROGRESS_BYTES,
    STOP_BEFORE,
    STOP_BEFORE_OFFSET,
)

_START_LIMIT_S = 60.0
_FORK_LIMIT_S = 10.0
_EXIT_LIMIT_S = 5.0
_EXIT_LOOK_S = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a worker is in its chunk."""

    position: int | None
    """`None` when it is at no item."""
    cpu_ms: float
    wall_ms: float
    """How long it has been at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Some results of a chunk: position, outcome and value of each."""

    results: list[tuple[int, str, Any]]
    end: bool
    """Whether the worker is done with the chunk."""


class Zygote:
    """The process that workers are forked from."""

    def __init__(self, process: subprocess.Popen[bytes], control: socket.socket) -> None:
        self._process = process
        self._control = control

    @classmethod
    async def start(cls, preload: Sequence[str]) -> "Zygote":
        """Start it and wait until it has imported the modules.

        Raises:
            BoxFailed: it did not come up.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        arguments = [str(theirs.fileno()), str(os.getpid()), *preload]
        with theirs:
            # Blocks for the milliseconds of a vfork. In a thread of its own the zygote would die with that
            # thread: the kernel takes the thread for the parent. All arguments are ours.
            process = subprocess.Popen(  # noqa: ASYNC220, S603
                [sys.executable, "-m", "sandbox.worker_zygote", *arguments],
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        zygote = cls(process, ours)
        try:
            await zygote._answer(_START_LIMIT_S)
        except BaseException:
            await zygote.kill()
            raise
        return zygote

    async def fork(self, memory_bytes: int) -> "Worker":
        """A new worker that may map this much memory beyond what was preloaded.

        Raises:
            BoxFailed: the zygote is gone or stuck.
            OSError: there are no descriptors, no memory or no processes left for another.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            page = os.memfd_create("worker-progress")
        except OSError:
            ours.close()
            theirs.close()
            raise
        try:
            os.ftruncate(page, PROGRESS_BYTES)
            progress = mmap.mmap(page, PROGRESS_BYTES)
            PROGRESS.pack_into(progress, 0, IDLE, 0, 0)
            message = json.dumps({"fork": memory_bytes}).encode()
            socket.send_fds(self._control, [message], [theirs.fileno(), page])
            answer = await self._answer(_FORK_LIMIT_S)
        except BaseException as error:
            ours.close()
            if isinstance(error, OSError):
                raise BoxFailed(f"the zygote of the workers is gone: {error}") from error
            raise
        finally:
            theirs.close()
            os.close(page)
        if refusal := answer.get("error"):
            ours.close()
            raise OSError(f"no worker can be forked: {refusal}")
        _, channel = await asyncio.get_running_loop().create_unix_connection(_Channel, sock=ours)
        return Worker(answer["pid"], channel, progress, self)

    def kill_worker(self, pid: int) -> None:
        """Kill one of its workers; a dead zygote's workers are dead already."""
        try:
            self._control.send(json.dumps({"kill": pid}).encode())
        except BlockingIOError:
            # It does not read any more. Its end is the end of all its workers.
            self._process.kill()
        except OSError:
            return

    async def kill(self) -> None:
        """End it and with it all its workers."""
        self._process.kill()
        self._control.close()
        while self._process.poll() is None:  # noqa: ASYNC110 - in a thread it would not be certain to begin
            await asyncio.sleep(_EXIT_LOOK_S)

    async def _answer(self, limit_s: float) -> dict[str, Any]:
        try:
            async with asyncio.timeout(limit_s):
                packet = await asyncio.get_running_loop().sock_recv(self._control, CONTROL_BYTES)
        except TimeoutError:
            raise BoxFailed(f"the zygote of the workers said nothing for {limit_s} s") from None
        except OSError as error:
            raise BoxFailed(f"the zygote of the workers is gone: {error}") from error
        if not packet:
            raise BoxFailed("the zygote of the workers is gone")
        answer: dict[str, Any] = json.loads(packet)
        return answer


class _Channel(asyncio.Protocol):
    """Our end of a worker's socket."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.frames: deque[bytes] = deque()
        """Those that nobody has taken yet."""
        self.broken = False
        """Whether something else than frames came."""
        self.lost = asyncio.Event()
        """Set when the connection has ended."""
        self._partly = bytearray()
        self._news: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called once, at the beginning."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Put frames together."""
        self._partly += data
        begin = 0
        while len(self._partly) - begin >= LENGTH.size and not self.broken:
            (length,) = LENGTH.unpack_from(self._partly, begin)
            self.broken = length > MAX_FRAME_BYTES
            end = begin + LENGTH.size + length
            if len(self._partly) < end:
                break
            self.frames.append(bytes(self._partly[begin + LENGTH.size : end]))
            begin = end
        del self._partly[:begin]
        self._tell()

    def connection_lost(self, _: Exception | None) -> None:
        """Called once, at the end."""
        self.lost.set()
        self._tell()

    async def wait(self, seconds: float) -> None:
        """Return when something has happened, or after so long."""
        loop = asyncio.get_running_loop()
        self._news = loop.create_future()
        timer = loop.call_later(seconds, self._tell)
        try:
            await self._news
        finally:
            timer.cancel()
            self._news = None

    def _tell(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(None)


def _resident_bytes(pid: int) -> int:
    """The process's memory as proc_pid_statm(5) has it; 0 when it is gone."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * resource.getpagesize()


class Worker:
    """One worker process."""

    def __init__(self, pid: int, channel: _Channel, progress: mmap.mmap, zygote: Zygote) -> None:
        self.pid = pid
        self._channel = channel
        self._progress = progress
        self._zygote = zygote
        # The kernel's name for the CPU clock of another process: clock_getcpuclockid(3).
        self._cpu_clock = (~pid << 3) | 2
        self._forked_bytes = _resident_bytes(pid)

    def grown_bytes(self) -> int:
        """What it holds beyond what it was forked with: what it remembers, and what is under way."""
        return max(0, _resident_bytes(self.pid) - self._forked_bytes)

    def gone(self) -> bool:
        """Whether it is known to be dead; a worker may also die a moment later."""
        return self._channel.lost.is_set()

    def give(self, function: str, items: Sequence[bytes]) -> None:
        """Let it begin a chunk of items, each as `encode` writes it.

        Raises:
            BoxFailed: it is dead.
        """
        transport = self._channel.transport
        if transport is None or transport.is_closing():
            raise BoxFailed("a worker died")
        PROGRESS.pack_into(self._progress, 0, IDLE, 0, 0)
        STOP_BEFORE.pack_into(self._progress, STOP_BEFORE_OFFSET, len(items))
        body = b'{"function":%b,"items":[%b]}' % (orjson.dumps(function), b",".join(items))
        transport.write(LENGTH.pack(len(body)) + body)

    def stop_after_current(self) -> None:
        """Take back the items of the chunk that it has not begun."""
        STOP_BEFORE.pack_into(self._progress, STOP_BEFORE_OFFSET, 0)

    async def receive(self, within_s: float) -> Frame | None:
        """The next results; `None` if none come in this time.

        Raises:
            BoxFailed: it died or broke the protocol.
        """
        channel = self._channel
        if not (channel.frames or channel.broken or channel.lost.is_set()):
            await channel.wait(within_s)
        if channel.frames:
            return _frame(channel.frames.popleft())
        if channel.broken:
            raise BoxFailed("a worker sent a frame that is too large")
        if channel.lost.is_set():
            raise BoxFailed("a worker died")
        return None

    def position(self) -> int | None:
        """The item that it is at; `None` when it is at none."""
        position: int = PROGRESS.unpack_from(self._progress, 0)[0]
        return None if position == IDLE else position

    def progress(self) -> Progress:
        """Where it is now."""
        position, cpu_ns, wall_ns = PROGRESS.unpack_from(self._progress, 0)
        if position == IDLE:
            return Progress(position=None, cpu_ms=0.0, wall_ms=0.0)
        wall_ms = (time.monotonic_ns() - wall_ns) / 1e6
        try:
            cpu_ms = (time.clock_gettime_ns(self._cpu_clock) - cpu_ns) / 1e6
        except OSError:
            cpu_ms = 0.0
        return Progress(position=position, cpu_ms=cpu_ms, wall_ms=wall_ms)

    def kill(self) -> None:
        """End it, whatever it is doing."""
        self._zygote.kill_worker(self.pid)
        self._hang_up()

    async def wait_gone(self) -> None:
        """Wait, not for ever, until its end of the socket is closed: then it is dead."""
        try:
            async with asyncio.timeout(_EXIT_LIMIT_S):
                await self._channel.lost.wait()
        except TimeoutError:
            self._hang_up()

    def _hang_up(self) -> None:
        assert self._channel.transport is not None
        self._channel.transport.close()


def encode(item: object) -> bytes:
    """An item as JSON.

    Raises:
        TypeError, ValueError: it is not plain JSON data.
    """
    try:
        return orjson.dumps(item)
    except TypeError:
        # The standard library's is slower, and takes lone surrogates and integers beyond 64 bits too.
        return json.dumps(item).encode()


def _frame(text: bytes) -> Frame:
    try:
        message = _decoded(text)
        return Frame(results=message["results"], end=message["end"])
    except (ValueError, KeyError, TypeError) as error:
        raise BoxFailed("a worker sent what is not a frame") from error


def _decoded(text: bytes) -> dict[str, Any]:
    try:
        message: dict[str, Any] = orjson.loads(text)
    except orjson.JSONDecodeError:
        message = json.loads(text)  # see `encode`
    return message


def _environment() -> dict[str, str]:
    """Nothing of the service's own; hashes are fixed, so that nothing depends on the order of a set."""
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
