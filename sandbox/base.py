"""The contract between those who judge programs and those who run them.

A `Job` goes into a box: files, perhaps a compilation, a program, cases. Results come back as they
happen: one `CompileResult` if there was a compilation, then one `CaseResult` for each case, in
order. Leaving the context manager destroys the box with all that is in it, so whoever has seen
enough simply leaves.

The box's file system, as a program sees it:

    /submission   the job's files and what the compiler made of them; read-only for the cases
    /work         the working directory; empty (but for `Case.files`) when a case starts
    /tmp          likewise fresh

Descriptors of a case: 0 is its stdin (a real, seekable file), 1 and 2 are drained while it runs.
With `Job.channel`, 3 and 4 are a private channel: the program reads request frames from 3 and
writes answer frames to 4. A frame is a length (4 bytes, big-endian) and that many bytes. Without
`Job.session` a program gets one request and then the end of the file; with it the same process
gets the cases one after another, and is started anew for the next case when a case breaks it.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class RunStatus(StrEnum):
    """What happened to a process, as told by whoever watched or killed it."""

    EXITED = "exited"
    """It ended by itself; `exit_code` says how."""
    SIGNALED = "signaled"
    """A signal that was not ours ended it; `signal` says which."""
    CPU_LIMIT = "cpu_limit"
    """It used up its CPU time."""
    WALL_LIMIT = "wall_limit"
    """It let its time on the clock pass. Time that it stood in line for a processor is not counted."""
    MEMORY_LIMIT = "memory_limit"
    OUTPUT_LIMIT = "output_limit"
    """It wrote more to stdout, stderr or the channel than it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one process tree may use, each case anew. CPU time decides; the wall clock stands behind."""

    cpu_ms: int = 10_000
    wall_ms: int = 30_000
    """Time to compute and to sleep in. Time in which a program stands in line for a processor is left out."""
    memory_bytes: int = 512 * 1024 * 1024
    output_bytes: int = 16 * 1024 * 1024
    """Most that stdout, stderr or an answer frame may each hold."""
    processes: int = 64
    """Processes and threads alive at the same time."""
    disk_bytes: int = 128 * 1024 * 1024
    """Most that may be written to `/work`, `/tmp` and `/dev/shm` each; it counts as memory too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A program and its arguments, as seen inside the box. No shell is involved."""

    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    """Added to the box's small fixed environment."""
    warm: str | None = None
    """Name of an interpreter that a backend may have warm (`"python"`). It may then fork that and
    run the script `argv[1]` with the arguments `argv[2:]` as `__main__` instead of starting `argv[0]`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One input of a program."""

    stdin: bytes = b""
    request: bytes | None = None
    """The frame sent over the private channel."""
    args: tuple[str, ...] = ()
    """Put behind the command's own arguments. Not for sessions."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Relative paths in `/work`. Not for sessions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """All that one box is made for."""

    files: Mapping[str, bytes]
    """Relative paths in `/submission`; parents are made. Paths that leave it are a `ValueError`."""
    run: Command
    cases: Sequence[Case] = ()
    limits: Limits = Limits()
    compile: Command | None = None
    """Run in `/submission`, once, before the cases; any other end than status 0 ends the job."""
    compile_limits: Limits = Limits(cpu_ms=30_000, wall_ms=60_000, memory_bytes=2048 * 1024 * 1024)
    artifact: bytes | None = None
    """What an earlier compilation left (`CompileResult.artifact`): unpacked instead of compiling."""
    keep_artifact: bool = False
    """Ask for `CompileResult.artifact`."""
    channel: bool = False
    session: bool = False
    """One process for all cases (needs `channel`), where starting one is dear."""
    fetch: tuple[str, ...] = ()
    """Files in `/work` to bring back after each case: regular files only, size-capped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a process tree consumed."""

    cpu_ms: float
    wall_ms: float
    memory_bytes: int
    """The peak, of the whole tree where a cgroup counts it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompileResult:
    """How the compilation went."""

    status: RunStatus
    exit_code: int | None
    signal: int | None
    usage: Usage
    output: bytes
    """stdout and stderr, truncated to 64 KiB."""
    artifact: bytes | None = None
    """Opaque; only of a successful compilation that was asked to keep it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """How one case went. No expected output was anywhere near it."""

    index: int
    status: RunStatus
    exit_code: int | None
    signal: int | None
    usage: Usage
    stdout: bytes
    stderr: bytes
    """Truncated to 64 KiB."""
    answer: bytes | None = None
    """The answer frame; `None` when no whole one came."""
    files: Mapping[str, bytes] = field(default_factory=dict)


class Run(Protocol):
    """A job at work in its box. Obtained by entering `Sandbox.run(job)`."""

    queue_ms: float
    """How long the job waited for a box."""

    async def compiled(self) -> CompileResult | None:
        """The compilation's result once there is one; `None` if the job compiles nothing."""

    def results(self) -> AsyncIterator[CaseResult]:
        """Each result of `job.cases`, then of what was sent since, in order; ends after the last one known.

        Raises:
            BoxFailed: the box broke; results already given stay valid.
        """

    async def send(self, case: Case) -> None:
        """Add a case to a job under way, for conversations that depend on earlier answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Whether code can be run here, and what is less than perfect."""

    available: bool
    reason: str = ""
    """Why not, and what to install or set."""
    notes: tuple[str, ...] = ()
    """What is less exact here than elsewhere, such as missing cgroups."""


class Sandbox(Protocol):
    """Makes boxes. Every backend behaves alike; `tests/sandbox/conformance` holds them to it."""

    name: str

    async def start(self) -> None:
        """Make ready. Never raises for a host that lacks something: `readiness` tells."""

    def readiness(self) -> Readiness:
        """The present state; cheap enough for every health probe."""

    def run(self, job: Job, *, beside: bool = False) -> AbstractAsyncContextManager[Run]:
        """A fresh box for this job, destroyed on leaving.

        With `beside` the caller is in a box already and needs this one next to it, such as a special judge's.
        It has its place at once: were it to wait, all could hold one box and wait for another for ever. One
        box has at most one beside it.

        Raises:
            SandboxUnavailable: on entering, when there is no isolation.
            SandboxBusy: on entering, when the queue is full.
            BoxFailed: when a box cannot be made or breaks.
        """

    async def close(self) -> None:
        """Destroy all boxes and helper processes."""


class WorkerPool(Protocol):
    """Killable processes for our own code on hostile data (mathematics above all).

    A worker function is module-level, takes and returns plain JSON data, and is named by its
    `"module:function"`.
    """

    def map(
        self, function: str, items: Sequence[object], *, deadline_ms: int
    ) -> AsyncIterator["WorkerResult"]:
        """Apply a function to every item in some worker; results as they finish, in any order.

        Each item's clock starts when a worker starts on it. A worker past the deadline is killed and
        replaced, and only the item it was at is lost.
        """

    async def close(self) -> None:
        """Kill all workers."""


class WorkerOutcome(StrEnum):
    """How a worker came out of one item."""

    DONE = "done"
    TIMED_OUT = "timed_out"
    DIED = "died"
    """Killed or crashed, such as by its own memory limit."""
    FAILED = "failed"
    """The function raised: a bug of ours."""


@dataclass(frozen=True, slots=True)
class WorkerResult:
    """What became of the item at `index`."""

    index: int
    outcome: WorkerOutcome
    value: object = None
    error: str = ""
