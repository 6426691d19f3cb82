"""The client's side of a job in a box, whatever made the box.

`sandbox.box.agent` tells the other half of the story.
"""

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import fields
from typing import Protocol

from sandbox.base import Case, CaseResult, Command, CompileResult, Job, Limits, RunStatus, Usage
from sandbox.box.artifact import pack_artifact, unpack_artifact
from sandbox.box.frames import pack_frame, read_frame
from sandbox.errors import BoxFailed
from sandbox.observer import UNOBSERVED, Kill, Observer
from sandbox.paths import check_paths

__all__ = ["BoxRun", "BoxSource", "check_job", "job_frame"]

logger = logging.getLogger(__name__)

GRACE_S = 30.0
"""What the agent may need beyond a program's own limits before it counts as broken."""
BUSY_STRETCH = 4
"""On a busy machine a program gets so many times its wall limit. To have no verdict then is our failure."""
DEPARTURE_S = 5.0
"""How long a box may take to die by itself before its source is killed with it."""
WRITE_BYTES = 64 * 1024
"""Small frames are sent together: each sending wakes the agent."""
NO_MEMORY = "the container or machine had no memory for a program within its limit"
ATTEMPTS = 2
"""How often a job is tried in all when boxes die under it."""
LIMITS = tuple(field.name for field in fields(Limits))
KILLS = {
    RunStatus.CPU_LIMIT: Kill.CPU_LIMIT,
    RunStatus.WALL_LIMIT: Kill.WALL_LIMIT,
    RunStatus.MEMORY_LIMIT: Kill.MEMORY_LIMIT,
    RunStatus.OUTPUT_LIMIT: Kill.OUTPUT_LIMIT,
}


class BoxSource(Protocol):
    """Where a run gets its boxes from, one after another."""

    async def open_box(self) -> socket.socket:
        """A fresh box, as the service's end of its box socket.

        Raises:
            SandboxUnavailable, BoxFailed: there can be none.
        """

    async def restart(self) -> None:
        """Make ready for another box after one broke."""

    def kill(self) -> None:
        """Destroy the box, and whatever it takes to be sure of that."""

    async def ran_out_of_memory(self) -> bool:
        """Whether the kernel killed for memory in the last box, which then took its agent with it."""

    def host_lacked_memory(self) -> bool:
        """Whether since the last box was opened the kernel killed for want of memory that boxes share."""


def check_job(job: Job) -> None:
    """Refuse what no box could run.

    Raises:
        ValueError: saying what is wrong with the job.
    """
    check_paths(job.files)
    check_paths(job.fetch)
    for case in job.cases:
        check_case(job, case)
    if job.session and not job.channel:
        raise ValueError("a session needs a channel")


def check_case(job: Job, case: Case) -> None:
    """The same for one case.

    Raises:
        ValueError: saying what is wrong with it.
    """
    check_paths(case.files)
    if job.session and (case.args or case.files):
        raise ValueError("a case of a session has neither arguments nor files")


class BoxRun:
    """A job in its box: the `Run` of every backend that has agents in its boxes.

    A box that dies under the job is replaced once, and the cases not yet answered are run again.
    """

    queue_ms = 0.0

    def __init__(
        self, source: BoxSource, job: Job, opening: list[bytes], observer: Observer = UNOBSERVED
    ) -> None:
        self._source = source
        self._job = job
        self._opening = opening
        self._observer = observer
        self._cases = list(job.cases)
        self._answered = 0
        self._written = 0
        self._attempt = 0
        self._more = asyncio.Event()
        self._writing: asyncio.Task[None] | None = None
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._compiled: CompileResult | None = None

    async def begin(self) -> None:
        """Take a box and start sending the job."""
        self._attempt += 1
        sock = await self._source.open_box()
        self._reader, self._writer = await asyncio.open_unix_connection(sock=sock, limit=1024 * 1024)
        self._written = self._answered
        self._writing = asyncio.create_task(self._write(self._writer))

    def leave(self) -> None:
        """Have the box die: what it has not read yet it need not read any more."""
        if self._writing is not None:
            self._writing.cancel()
        writer = self._writer
        if writer is None:
            return
        if writer.transport.get_write_buffer_size():
            writer.transport.abort()
        elif not writer.is_closing():  # uvloop has closed it when the box went first
            writer.write_eof()

    async def end(self) -> None:
        """Have the box die and see it dead."""
        self.leave()
        if self._writing is not None:
            await asyncio.gather(self._writing, return_exceptions=True)
            self._writing = None
        reader, writer = self._reader, self._writer
        self._reader = self._writer = None
        if reader is None or writer is None:
            return
        try:
            async with asyncio.timeout(DEPARTURE_S):
                while await reader.read(1024 * 1024):
                    pass
        except ConnectionError:
            return  # it died with something of ours unread
        except TimeoutError:
            logger.warning("a box did not die in time; its source is killed")
            self._observer.killed(Kill.BOX_SILENT)
            self._source.kill()
        finally:
            writer.transport.abort()

    async def compiled(self) -> CompileResult | None:
        """The compilation's result once there is one."""
        if self._job.compile is None or self._job.artifact is not None:
            return None
        while self._compiled is None:
            limits = self._job.compile_limits
            frame = await self._next_frame(limits)
            if frame is None:
                if not await self._source.ran_out_of_memory():
                    await self._begin_again()
                    continue
                self._observer.killed(Kill.MEMORY_LIMIT)
                self._compiled = CompileResult(
                    status=RunStatus.MEMORY_LIMIT,
                    exit_code=None,
                    signal=None,
                    usage=Usage(cpu_ms=0, wall_ms=0, memory_bytes=limits.memory_bytes),
                    output=b"",
                )
            else:
                self._take_compiled(*frame)
                if self._compiled_badly() and self._source.host_lacked_memory():
                    self._compiled = None
                    await self._begin_again(NO_MEMORY)
        return self._compiled

    def _compiled_badly(self) -> bool:
        return self._compiled is not None and self._compiled.exit_code != 0

    async def results(self) -> AsyncIterator[CaseResult]:
        """Each result as it comes."""
        compiled = await self.compiled()
        if compiled is not None and (compiled.status is not RunStatus.EXITED or compiled.exit_code != 0):
            return
        while self._answered < len(self._cases):
            yield await self._next_result()

    async def send(self, case: Case) -> None:
        """Add a case."""
        check_case(self._job, case)
        self._cases.append(case)
        self._more.set()

    async def _next_result(self) -> CaseResult:
        limits = self._job.limits
        while True:
            frame = await self._next_frame(limits)
            if frame is None:
                if not await self._source.ran_out_of_memory():
                    await self._begin_again()
                    continue
                self._observer.killed(Kill.MEMORY_LIMIT)
                result = _out_of_memory(self._answered, limits)
                self._answered += 1
                self._attempt = 0
                await self.end()
                await self.begin()
                return result
            header, blobs = frame
            if header["type"] == "compiled":
                # Of a box that took over in the middle; the first one's result has been given already.
                self._take_compiled(header, blobs)
                continue
            result = _case_result(self._answered, header, blobs)
            if result.signal == signal.SIGKILL and self._source.host_lacked_memory():
                await self._begin_again(NO_MEMORY)
                continue
            self._answered += 1
            return result

    async def _next_frame(self, limits: Limits) -> tuple[dict[str, object], list[bytes]] | None:
        assert self._reader is not None
        try:
            async with asyncio.timeout(limits.wall_ms / 1000 * BUSY_STRETCH + GRACE_S):
                frame = await read_frame(self._reader)
        except TimeoutError:
            logger.error("a box did not answer in time; its source is killed")
            self._observer.killed(Kill.BOX_SILENT)
            self._source.kill()
            return None
        if frame is not None and frame[0]["type"] == "failed":
            raise BoxFailed(str(frame[0]["reason"]))
        if frame is not None:
            self._observe(frame[0])
        return frame

    def _observe(self, header: Mapping[str, object]) -> None:
        made_ms = header.get("made_ms")
        if isinstance(made_ms, float):
            self._observer.box_made(made_ms / 1000)
        kill = KILLS.get(RunStatus(str(header["status"])))
        if kill is not None:
            self._observer.killed(kill)

    async def _begin_again(self, what: str = "a box died under its job") -> None:
        self._observer.box_lost()
        if self._job.session and self._answered:
            raise BoxFailed("a box died in the middle of its session")
        if self._attempt >= ATTEMPTS:
            raise BoxFailed(f"{what}, twice")
        logger.warning("%s; trying another", what)
        await self.end()
        await self._source.restart()
        await self.begin()

    def _take_compiled(self, header: Mapping[str, object], blobs: Sequence[bytes]) -> None:
        index = header["artifact"]
        self._compiled = CompileResult(
            status=RunStatus(str(header["status"])),
            exit_code=_optional_int(header["exit_code"]),
            signal=_optional_int(header["signal"]),
            usage=_usage(header),
            output=blobs[0],
            artifact=pack_artifact(index, blobs[1:]) if isinstance(index, dict) else None,
        )

    async def _write(self, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            frames = list(self._opening)
            while True:
                while self._written < len(self._cases):
                    frames += _case_frame(self._cases[self._written])
                    self._written += 1
                    if sum(map(len, frames)) >= WRITE_BYTES:
                        writer.writelines(frames)
                        frames = []
                        await writer.drain()
                if frames:
                    writer.writelines(frames)
                    frames = []
                    await writer.drain()
                self._more.clear()
                await self._more.wait()


def job_frame(job: Job) -> list[bytes]:
    """The pieces of the first frame of a job.

    Raises:
        ValueError: its artifact is none of ours.
    """
    artifact = None
    blobs = list(job.files.values())
    if job.artifact is not None:
        artifact, unpacked = unpack_artifact(job.artifact)
        blobs += unpacked
    header = {
        "files": list(job.files),
        "run": _command(job.run),
        "compile": _command(job.compile) if job.compile is not None else None,
        "limits": _limits(job.limits),
        "compile_limits": _limits(job.compile_limits),
        "artifact": artifact,
        "keep_artifact": job.keep_artifact,
        "channel": job.channel,
        "session": job.session,
        "cases": len(job.cases),
        "fetch": list(job.fetch),
    }
    return pack_frame(header, blobs)


def _case_frame(case: Case) -> list[bytes]:
    request = [] if case.request is None else [case.request]
    header = {"args": list(case.args), "files": list(case.files), "request": bool(request)}
    return pack_frame(header, [case.stdin, *request, *case.files.values()])


def _limits(limits: Limits) -> dict[str, int]:
    # `dataclasses.asdict` makes a deep copy, which takes ten times as long.
    return {name: getattr(limits, name) for name in LIMITS}


def _command(command: Command) -> dict[str, object]:
    return {"argv": list(command.argv), "env": dict(command.env), "warm": command.warm}


def _case_result(index: int, header: Mapping[str, object], blobs: Sequence[bytes]) -> CaseResult:
    stdout, stderr, *rest = blobs
    answer = rest.pop(0) if header["answer"] else None
    paths = header["files"]
    assert isinstance(paths, list)
    return CaseResult(
        index=index,
        status=RunStatus(str(header["status"])),
        exit_code=_optional_int(header["exit_code"]),
        signal=_optional_int(header["signal"]),
        usage=_usage(header),
        stdout=stdout,
        stderr=stderr,
        answer=answer,
        files=dict(zip(paths, rest, strict=True)),
    )


def _out_of_memory(index: int, limits: Limits) -> CaseResult:
    return CaseResult(
        index=index,
        status=RunStatus.MEMORY_LIMIT,
        exit_code=None,
        signal=None,
        usage=Usage(cpu_ms=0, wall_ms=0, memory_bytes=limits.memory_bytes),
        stdout=b"",
        stderr=b"",
    )


def _usage(header: Mapping[str, object]) -> Usage:
    return Usage(
        cpu_ms=float(str(header["cpu_ms"])),
        wall_ms=float(str(header["wall_ms"])),
        memory_bytes=int(str(header["memory_bytes"])),
    )


def _optional_int(value: object) -> int | None:
    return value if isinstance(value, int) else None
