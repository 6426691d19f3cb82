"""Template and agent: the processes that make boxes and live in them. Standard library only, one file.

Theory of operation
===================

Processes, from the outside in:

    service ── control socket ──▶ template ──clone──▶ agent (PID 1 of the box) ──fork──▶ candidates
       └──────────── box socket (job in, results out) ──▶┘

*Service.* `sandbox.namespaces.backend`. It starts templates and hands out work; nothing in this file
runs there.

*Template.* This file run by the system's Python inside bubblewrap, as an unprivileged user: a read-only
system, no network, no environment, one descriptor (the control socket, as stdin). Its interpreter is warm:
common modules are imported, and a case of our own was run, so that boxes need not write to the pages that
first calls write to. It holds no submission, ever. For each message on its control socket it clones a box,
and hands on the descriptors that came with the message: the box socket and the open files of a cgroup. It
ends when its control socket does, or when bubblewrap dies.

*Agent.* PID 1 of a box. `clone` gave it user, pid, mount, ipc and uts namespaces of its own, so it has all
capabilities over its box and none outside; a cgroup namespace it takes itself, once it is in its cgroup.
(Its network namespace is the template's, where there is no network, and its candidates can make no sockets
to notice.) It joins the cgroup through the files it was handed, mounts fresh tmpfs on the writable folders
and its own `/proc` (read-only, so that nobody lowers his `oom_score_adj` again), turns itself undumpable,
and reads a job from the box socket. It compiles, then for each case forks a candidate, watches it, kills
what is left, resets the folders, and writes the result. It reads one case at a time: inputs of later cases
are still in the socket when a candidate is forked, so no candidate finds them in memory it inherited.

*Understudy.* Where the kernel counts the processes of the box, and there are several cases, the agent
forks one process for all of them. It gives up its power, gets its interpreter ready and waits,
undumpable, on a socket of the agent's. When descriptors of a candidate come, it forks a copy of itself,
which waits on in its place (a child of the agent too, by `CLONE_PARENT`) and tells the agent its number,
takes the descriptors, lets go of the socket and waits for the end of a pipe that means its case begins.
That is done for the next case while this case runs; the one who waits is the *spare*. None of them has
run anything of a submission. All that the running candidate can do to them is to kill or to stop them,
and then there are new ones or they are woken.

*Candidate.* What the model wrote, in a forked child that gave up its capabilities, cannot get new ones
(`no_new_privs`), has the seccomp filter, resource limits, a process group, a fixed environment and no
descriptor but its own. A warm candidate is the forked interpreter itself running the script
as `__main__`; all others `execve`. Candidates run under the agent's user id, which is why the rest matters:

- Being PID 1, the agent ignores every signal from inside its namespace, SIGKILL and SIGSTOP included.
  It installs no handlers, and SIGINT, for which Python would have one, is ignored.
- Being undumpable and having capabilities that candidates lack, it cannot be traced, and its
  memory and descriptors under `/proc/1` cannot be opened.
- What one may do to another process of the same user otherwise (`prlimit`, `sched_setaffinity`,
  `setpriority` …) the seccomp filter refuses.
- When memory runs out candidates die first: their `oom_score_adj` is 1000.

Who waits for whom. The agent waits for the candidate's *process* (`Ending`), never for the ends of its
pipes, which a grandchild may hold open. It drains stdout, stderr and the channel while it waits, up to
caps. When the process has ended or broken a limit, and there are more processes than agent, spare and
understudy, the agent sends SIGKILL to all (`kill(-1)` reaches everything in the box but itself) and reaps
until nobody is left; then it reads what remains in the pipes. Whoever kills notes the reason first, and
that reason is the verdict. The service waits for the agent's frames with a deadline. The agent, when the
box socket ends, kills all and exits, and with PID 1 the kernel kills the rest. The template's death ends
bubblewrap, and with it the pid namespace that all its boxes are in. The death of the service ends the
control socket, and bubblewrap dies with its parent.

Frames on the box socket, both ways: length of the header (4 bytes, big-endian), the header (JSON), then the
blobs whose lengths the header lists under `blobs`.
"""

from __future__ import annotations

import array
import atexit
import builtins
import contextlib
import ctypes
import errno
import gc
import io
import json
import marshal
import os
import re
import resource
import select
import signal
import socket
import stat
import struct
import sys
import threading
import time
import types
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NoReturn

Header = dict[str, Any]
"""JSON of the service: an order, a job, a case, settings."""
Limits = dict[str, int]
"""The fields of `sandbox.base.Limits`."""

WRITABLE = ("/work", "/tmp", "/dev/shm")
SUBMISSION = "/submission"
ENVIRONMENT = {
    "HOME": "/tmp",
    "TMPDIR": "/tmp",
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
"""All that a program finds in its environment, besides what its job adds."""

STDERR_BYTES = 64 * 1024
"""How much of stderr, and of a compiler's output, is kept."""
STACK_BYTES = 256 * 1024 * 1024
"""Judges let a program use its whole memory as stack; this is what the address space is laid out for."""
OPEN_FILES = 1024
ARTIFACT_BYTES = 64 * 1024 * 1024
ARTIFACT_FILES = 10_000
"""A compilation that leaves more is compiled again next time."""
ALLOWANCE_BYTES = 16 * 1024 * 1024
"""Memory the agent itself may need in the box's cgroup on top of what a case may use."""
KERNEL_STRETCH = 4
"""Of the time in which the kernel has a program wait, for a page above all, one part in so many counts."""
INODES = 100_000
"""Files and folders in each writable folder."""
READ_BYTES = 64 * 1024
"""A pipe holds no more, and larger buffers would be mapped anew each time."""
CHECK_INTERVAL_MS = 200
"""Longest nap between two looks at a running program."""
SHORTEST_NAP_MS = 2
LOOK_INTERVAL_MS = 50
"""Shortest time between two looks at what the threads of a program wait for, while they break no limit."""
MEMORY_WATCH_INTERVAL_MS = 10
"""The same where no cgroup limits memory and the agent has to look itself."""

OURS = 3
"""Descriptors of a candidate that are not for its program: the pipe that ends, arguments, shared code."""
SPARES = 2
"""Processes that may wait while a case runs: the spare and the understudy."""
SETTLING_S = 0.25
"""How long the agent waits for a word of the understudy before it begins anew."""

COMPILED_DESCRIPTOR = 3
COMPILED = f"/proc/self/fd/{COMPILED_DESCRIPTOR}"
"""This program, as the template runs it."""

NOT_BEGUN, BEGUN = b"\0", b"\1"
LEAVE_A_COPY, LEAVE_NONE = b"\1", b"\0"
NO_COPY = b"-1"

SCRIPTS_REHEARSED = 2
CASES_REHEARSED = 10
"""CPython adapts the code of a function after eight calls."""
REHEARSAL_INPUT = b"3\n1 2 2\nabc\n"
REHEARSAL = """
import sys
from collections import Counter, defaultdict, deque
class Solution:
    def __init__(self):
        self.seen = set()
    def solve(self, numbers):
        best = 0
        for index, number in enumerate(numbers):
            self.seen.add(number)
            best = max(best, number * index, key=lambda value: value)
        return [best, len(self.seen), sum(numbers), min(numbers)]
count = int(input())
numbers = list(map(int, input().split()))
text = sys.stdin.readline().strip()
counts = Counter(numbers)
graph = defaultdict(list)
for number in numbers:
    graph[number % 2].append((number, text[number % 3]))
queue = deque(sorted(graph.items()))
while queue:
    key, values = queue.popleft()
print(*Solution().solve(numbers), f"{counts[2]} {key:02d} {1 / count:.3f}")
sys.stdout.write(" ".join(str(number) for number in numbers) + "\\n")
"""

REHEARSAL_LIMITS = {
    "cpu_ms": 10_000, "wall_ms": 10_000, "memory_bytes": 1 << 28, "output_bytes": 1 << 20,
    "disk_bytes": 1 << 20, "processes": 64,
}  # fmt: skip
REHEARSAL_JOB: Header = {
    "run": {"argv": ["python3", "/rehearsal"], "env": {}, "warm": "python"},
    "limits": REHEARSAL_LIMITS,
    "channel": False,
    "session": False,
    "cases": 1,
    "fetch": [],
}
REHEARSAL_CGROUP = {
    "memory.limit": b"0", "memory.usage": b"0", "memory.peak": b"0", "memory.reset": b"0",
    "memory.events": b"oom_kill 0", "memory.stat": b"cache 0 rss 0 shmem 0", "pids.limit": b"0",
    "pids.current": b"1", "cpu.usage": b"0",
}  # fmt: skip
"""A group that limits nothing and counts nothing."""

MS = 1_000_000
"""Nanoseconds."""

PLAIN_SIGNALS = vars(signal)["_signal"]
"""The module `signal` without its enumerations: less to copy in every fork."""
set_handler = PLAIN_SIGNALS.signal
set_signal_mask = PLAIN_SIGNALS.pthread_sigmask
BY_DEFAULT, IGNORED = PLAIN_SIGNALS.SIG_DFL, PLAIN_SIGNALS.SIG_IGN

SIGCHLD_ALONE = struct.pack("Q", 1 << signal.SIGCHLD - 1) + bytes(120)
"""A `sigset_t`."""
SIGNAL_BYTES = 128
"""What a descriptor of signals tells of one."""

# Numbers of <linux/sched.h>, <sys/mount.h>, <linux/prctl.h>, <linux/capability.h>.
CLONE_PARENT = 0x00008000
CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND = 1, 2, 4, 8, 32, 4096
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 24, 38
SECCOMP_MODE_FILTER = 2
CAPABILITY_VERSION_3 = 0x20080522
CLONE_NUMBER = {"x86_64": 56, "aarch64": 220}

libc = ctypes.CDLL(None, use_errno=True)
libc.mount.argtypes = (
    ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p,
)  # fmt: skip
libc.umount2.argtypes = (ctypes.c_char_p, ctypes.c_int)
libc.prctl.argtypes = (ctypes.c_int, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong)
libc.capset.argtypes = (ctypes.c_char_p, ctypes.c_char_p)
libc_with_gil = ctypes.PyDLL(None)
libc_with_gil.syscall.argtypes = (ctypes.c_long,) * 6
libc_with_gil.fork.argtypes = ()
MACHINE = os.uname().machine


class SocketClosed(Exception):
    """The service let go of this box."""


def check(result: int, what: str) -> int:
    """Turn a failed libc call into an `OSError`."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)
    return result


def mount(source: str | None, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    """mount(2)."""

    def encoded(text: str | None) -> bytes | None:
        return text.encode() if text is not None else None

    check(libc.mount(encoded(source), encoded(target), encoded(kind), flags, encoded(options)), target)


def prctl(option: int, value: int = 0, pointer: int = 0) -> None:
    """prctl(2)."""
    check(libc.prctl(option, value, pointer, 0, 0), "prctl")


# ── Frames ────────────────────────────────────────────────────────────────────────────────────────


def read_exactly(sock: socket.SocketType, size: int) -> bytes:
    """`size` bytes from a stream socket.

    Raises:
        SocketClosed: when it ended first.
    """
    data = bytearray(size)
    view = memoryview(data)
    have = 0
    while have < size:
        got = sock.recv_into(view[have:])
        if not got:
            raise SocketClosed
        have += got
    return bytes(data)


def read_frame(sock: socket.SocketType) -> tuple[Header, list[bytes]]:
    """The next header and its blobs."""
    (length,) = struct.unpack(">I", read_exactly(sock, 4))
    header = json.loads(read_exactly(sock, length))
    return header, [read_exactly(sock, size) for size in header["blobs"]]


def write_frame(sock: socket.SocketType, header: Header, blobs: Sequence[bytes] = ()) -> None:
    """Send one header with its blobs."""
    text = json.dumps({**header, "blobs": [len(blob) for blob in blobs]}).encode()
    try:
        sock.sendall(b"".join((struct.pack(">I", len(text)), text, *blobs)))
    except OSError as error:
        raise SocketClosed from error


# ── Template ──────────────────────────────────────────────────────────────────────────────────────


def clone(flags: int) -> int:
    """fork(2) with flags, into new namespaces for one: 0 in the child.

    `os.fork` takes no flags, and `unshare` would need a second fork to get into a new pid namespace.
    """
    # Both architectures take the flags first; all other arguments are null for a plain fork.
    return check(libc_with_gil.syscall(CLONE_NUMBER[MACHINE], flags | signal.SIGCHLD, 0, 0, 0, 0), "clone")


def fork() -> int:
    """fork(2) without what `os.fork` does around it: 0 in the child.

    This process has one thread and holds no lock, so nothing has to be put right in the child; what
    `threading` alone does there writes to 140 pages, each of which the kernel has to copy.
    """
    return check(libc_with_gil.fork(), "fork")


def import_modules(names: Iterable[str]) -> None:
    """Import what is there; a module that is missing or broken is no concern of ours."""
    for name in names:
        with contextlib.suppress(Exception):
            __import__(name)


def start_again() -> None:
    """Start this program once more, laid out for what is to come.

    `execve` plans the address space for the stack limit, which is to be that of candidates. And the dynamic
    linker shall resolve all functions at once, or each fork would have to resolve the same ones again. This
    time the program is there compiled: what a compiler leaves of the heap would make each fork dearer.
    """
    if "LD_BIND_NOW" in os.environ:
        if sys.argv[0] == COMPILED:
            os.close(COMPILED_DESCRIPTOR)
        return
    hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
    wanted = STACK_BYTES if hard == resource.RLIM_INFINITY else min(STACK_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_STACK, (wanted, hard))
    argv = sys.orig_argv
    if __name__ == "__main__":
        keep_compiled(__file__)
        argv = [COMPILED if word == sys.argv[0] else word for word in argv]
    os.execve(sys.executable, argv, {**os.environ, "LD_BIND_NOW": "1"})


def keep_compiled(path: str) -> None:
    """Compile a program, without its docstrings, into the file `COMPILED` of the next one."""
    from importlib.util import MAGIC_NUMBER  # noqa: PLC0415 - not to be in the memory of the next one

    source = read_all(os.open(path, os.O_RDONLY), 1 << 24)
    code = compile(source, path, "exec", dont_inherit=True, optimize=2)
    file = os.memfd_create("agent")
    # The layout of a `.pyc` file: magic number, flags, time and size of the source, code.
    write_all(file, MAGIC_NUMBER + bytes(12) + marshal.dumps(code))
    os.dup2(file, COMPILED_DESCRIPTOR)
    os.set_inheritable(COMPILED_DESCRIPTOR, True)


def rehearse() -> None:
    """Run what most scripts do: what the interpreter makes at the first time is then there in every fork."""
    for _ in range(SCRIPTS_REHEARSED):
        os.lseek(0, 0, os.SEEK_SET)
        open_standard_streams()
        exec(compile(REHEARSAL, "rehearsal", "exec", dont_inherit=True), {"__name__": "rehearsal"})
        sys.stdout.flush()


def serve_template(control: socket.socket) -> tuple[Header, list[int]]:
    """Clone a box for every order. Returns only in a box: its order and descriptors.

    Whatever the template writes to after a clone, the kernel has to copy. So it only takes the message,
    clones, and lets go of the descriptors; boxes read their orders themselves.
    """
    flags = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS
    space = socket.CMSG_SPACE(32 * 4)
    first = control.fileno() + 1
    set_handler(signal.SIGCHLD, IGNORED)
    gc.collect()
    gc.freeze()
    control.send(b"ready")
    while (message := control.recvmsg(4096, space))[0]:
        ordered_ns = time.monotonic_ns()
        try:
            pid = clone(flags)
        except OSError as error:
            # The box socket ends with our copy of it, and so the service learns; the text is for people.
            sys.stderr.write(f"clone: {error}\n")
            sys.stderr.flush()
            pid = -1
        if pid == 0:
            data, ancillary, _, _ = message
            return {**json.loads(data), "ordered_ns": ordered_ns}, passed_descriptors(ancillary)
        os.closerange(first, 1 << 20)
    sys.exit(0)


def passed_descriptors(ancillary: list[tuple[int, int, bytes]]) -> list[int]:
    """The descriptors that came with a message."""
    descriptors = array.array("i")
    for level, kind, payload in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(payload[: len(payload) - len(payload) % descriptors.itemsize])
    return list(descriptors)


# ── Box ───────────────────────────────────────────────────────────────────────────────────────────


class Cgroup:
    """The open files of this box's cgroup; each may be missing, and then the agent measures by itself."""

    def __init__(self, files: dict[str, int]) -> None:
        self.files = files
        self.allowed_bytes = 0

    def join(self) -> None:
        """Move this process, and so all its children, into the cgroup."""
        for name in [name for name in self.files if name.startswith("procs")]:
            os.write(self.files[name], b"0")

    def number(self, name: str) -> int:
        """The first number in a file."""
        return int(os.pread(self.files[name], 64, 0).split()[0])

    def field(self, name: str, key: bytes) -> int:
        """The number behind `key` in a file of such pairs."""
        words = os.pread(self.files[name], 4096, 0).split()
        return int(words[words.index(key) + 1])

    def set(self, name: str, value: int) -> None:
        """Write a number, where there is such a file."""
        if name in self.files:
            os.pwrite(self.files[name], str(value).encode(), 0)

    @property
    def counts_processes(self) -> bool:
        """Whether the kernel counts the processes and threads in this box."""
        return "pids.current" in self.files

    @property
    def limits_memory(self) -> bool:
        """Whether the kernel counts memory for us."""
        return "memory.limit" in self.files

    def limit_memory(self, allowed_bytes: int) -> None:
        """Let the box have so much more than it has now, and forget its peak."""
        if not self.limits_memory:
            return
        used = self.number("memory.usage")
        self.allowed_bytes = allowed_bytes
        self.set("memory.limit", used + allowed_bytes)
        if "memory.reset" in self.files:
            self.set("memory.reset", 0)

    def holdings(self) -> tuple[int, int]:
        """Memory that no file on a disk backs, so that nobody can take it away, and cached files."""
        words = os.pread(self.files["memory.stat"], 8192, 0).split()
        counts = {name: int(count) for name, count in zip(words[::2], words[1::2])}
        if b"anon" in counts:
            anonymous, cached = counts[b"anon"], counts[b"file"]
        else:  # version 1
            anonymous, cached = counts[b"rss"], counts[b"cache"]
        return anonymous + counts[b"shmem"], cached - counts[b"shmem"]

    def is_full(self) -> bool:
        """Whether the box holds more than it may have, cached files left out.

        The kernel kills only when nothing can be taken back any more. Until then a program that filled its
        memory may run for long without coming forward, since the pages of its own code are taken from under
        it and read again.
        """
        if not self.limits_memory or self.number("memory.usage") <= self.allowed_bytes:
            return False
        return self.holdings()[0] - own_bytes() > self.allowed_bytes

    def oom_kills(self) -> int:
        """How often the kernel killed for memory so far."""
        return self.field("memory.events", b"oom_kill") if self.limits_memory else 0

    def peak_bytes(self) -> int | None:
        """Most memory used since the limit was set, if counted.

        Without cached files: who is the first to read a library is charged for it, and nobody after that.
        """
        if "memory.peak" not in self.files:
            return None
        return max(0, self.number("memory.peak") - self.holdings()[1])

    def cpu_ns(self) -> int | None:
        """CPU time of the box so far, this process included, or `None`."""
        if "cpu.usage" in self.files:
            return self.number("cpu.usage")
        if "cpu.stat" in self.files:
            return self.field("cpu.stat", b"usage_usec") * 1000
        return None


def write_file(path: str, text: bytes) -> None:
    """Write to a file that exists."""
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, text)
    finally:
        os.close(descriptor)


def mount_fresh(folder: str, size_bytes: int) -> None:
    """An empty tmpfs on a folder."""
    options = f"size={max(size_bytes, 4096)},nr_inodes={INODES},mode=0755"
    mount("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV, options)


def is_pristine(folder: str) -> bool:
    """Whether nobody left anything: no entry, no mode, no extended attribute."""
    with os.scandir(folder) as entries:
        if any(True for _ in entries):
            return False
    return stat.S_IMODE(os.stat(folder).st_mode) == 0o755 and not os.listxattr(folder)


def set_up_box(uid: int, gid: int) -> int:
    """Turn a freshly cloned process into the root of its own small world.

    Returns:
        A descriptor of this process's `oom_score_adj`, opened while `/proc` could still be written to.
    """
    write_file("/proc/self/setgroups", b"deny")
    write_file("/proc/self/uid_map", f"{uid} {uid} 1".encode())
    write_file("/proc/self/gid_map", f"{gid} {gid} 1".encode())
    socket.sethostname("box")
    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    # No user namespace below this one, whatever the seccomp filter may have overlooked.
    write_file("/proc/sys/user/max_user_namespaces", b"0")
    for capability in range(64):
        if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            break
    order_of_dying = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
    # A mount with a file open for writing cannot be made read-only, so candidates get another one on top.
    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    mount(None, "/proc", None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC)
    prctl(PR_SET_DUMPABLE, 0)
    return order_of_dying


# ── Candidate ─────────────────────────────────────────────────────────────────────────────────────


class SeccompProgram(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


class Settings:
    """What all boxes of a template have in common, worked out once so that no box has to.

    Args:
        header: The service's words.
    """

    def __init__(self, header: Header) -> None:
        instructions = bytes.fromhex(header["seccomp"])
        self.seccomp = SeccompProgram(len(instructions) // 8, instructions)
        self.modules: list[str] = header["modules"]
        self.modules_on_demand: list[str] = header["modules_on_demand"]
        self.uid: int = header["uid"]
        self.gid: int = header["gid"]
        self.processors = len(os.sched_getaffinity(0))
        resources = {number for name, number in vars(resource).items() if name.startswith("RLIMIT_")}
        self.hard_limits = {what: resource.getrlimit(what)[1] for what in resources if is_settable(what)}


def is_settable(what: int) -> bool:
    """Whether this kernel lets a limit be set: Linux all, gVisor's none of queues of messages and signals."""
    try:
        resource.setrlimit(what, resource.getrlimit(what))
    except ValueError:
        return False
    return True


def drop_capabilities() -> None:
    """Give up all capabilities for good."""
    header = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
    check(libc.capset(header, bytes(24)), "capset")


def resource_limits(limits: Limits, cgroup: Cgroup, hard_limits: dict[int, int]) -> list[tuple[int, int]]:
    """The limits that hold in each process by itself, below those of the whole box: pairs for `setrlimit`."""
    cpu_s = limits["cpu_ms"] // 1000 + 2
    table = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: cpu_s,
        resource.RLIMIT_FSIZE: limits["disk_bytes"],
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_NPROC: limits["processes"] + 1 + SPARES * cgroup.counts_processes,
        resource.RLIMIT_STACK: STACK_BYTES,
        resource.RLIMIT_MEMLOCK: 64 * 1024,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_SIGPENDING: 1024,
    }
    if not cgroup.limits_memory:
        # Only a backstop against one huge leap: the watch decides, and runtimes reserve more than they use, a
        # whole stack for each thread among it. Node waits for ever for a thread that it cannot have.
        stacks = limits["processes"] * STACK_BYTES
        table[resource.RLIMIT_DATA] = 2 * limits["memory_bytes"] + 512 * 1024 * 1024 + stacks
    return [
        (what, value if hard_limits[what] == resource.RLIM_INFINITY else min(value, hard_limits[what]))
        for what, value in table.items()
        if what in hard_limits
    ]


def become_candidate(descriptors: list[int], rlimits: list[tuple[int, int]], seccomp: SeccompProgram) -> None:
    """Give up all power for good. The order matters: the filter comes last.

    Args:
        descriptors: Ours, in the order in which they become 0, 1, 2 …; all others are closed.
    """
    os.setpgid(0, 0)  # not a session of its own: the kernel makes a scheduling group for each, which is slow
    set_signal_mask(PLAIN_SIGNALS.SIG_SETMASK, ())  # the agent may keep signals back, see `Ending`
    take_descriptors(descriptors)
    for what, value in rlimits:
        resource.setrlimit(what, (value, value))
    drop_capabilities()
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(seccomp))


def take_descriptors(descriptors: list[int]) -> None:
    """Give these the numbers 0, 1, 2 … and close all others."""
    # Out of the way first, so that no dup2 below overwrites one that is still to be moved.
    moved = [os.dup2(descriptor, 64 + index) for index, descriptor in enumerate(descriptors)]
    for index, descriptor in enumerate(moved):
        os.dup2(descriptor, index, inheritable=True)
    os.closerange(len(descriptors), 1 << 20)


class Launch(BaseException):
    """Carries a warm candidate up the stack, so that the script runs above none of the agent's frames.

    Args:
        first: Number of its first descriptor that is not for the script.
        agent: The agent's socket, if this is the understudy and its descriptors are still to come.
    """

    def __init__(
        self, argv: list[str], environment: dict[str, str], first: int, agent: socket.socket | None
    ) -> None:
        super().__init__()
        self.argv = argv
        self.environment = environment
        self.first = first
        self.agent = agent


def stand_by(agent: socket.socket, first: int) -> None:
    """Wait as the understudy for the descriptors of a candidate, leave a copy if asked, and take them."""
    while True:
        message, descriptors, _, _ = socket.recv_fds(agent, 1, first + OURS)
        if not message:
            os._exit(0)
        if message == LEAVE_NONE:
            break
        try:
            pid = clone(CLONE_PARENT)
        except OSError:
            agent.send(NO_COPY)  # the running program has used up all processes
            break
        if pid:
            break
        os.setpgid(0, 0)
        close_all(descriptors)
        # Said by the copy itself, before it takes an order: so the words come in the order of the cases.
        agent.send(b"%d" % os.getpid())
    agent.detach()
    take_descriptors(descriptors)


def await_case(first: int, folder: str) -> list[str]:
    """Wait until the case begins, which is when the pipe numbered `first` ends, and note that it has begun.

    Returns:
        The arguments of the case, which the agent left in the next descriptor.
    """
    os.read(first, 1)
    arguments = os.pread(first + 1, os.lseek(first + 1, 0, os.SEEK_END), 1)
    os.pwrite(first + 1, BEGUN, 0)
    os.close(first)
    os.close(first + 1)
    os.chdir(folder)
    prctl(PR_SET_DUMPABLE, 1)
    return [os.fsdecode(word) for word in arguments.split(b"\0")[:-1]]


def execute(argv: list[str], environment: dict[str, str]) -> NoReturn:
    """Replace this process by a program. Its absence is reported as shells do, with status 127."""
    set_handler(signal.SIGPIPE, BY_DEFAULT)
    set_handler(signal.SIGXFSZ, BY_DEFAULT)
    set_handler(signal.SIGINT, BY_DEFAULT)
    try:
        os.execvpe(argv[0], argv, environment)
    except OSError as error:
        os.write(2, f"{argv[0]}: {error.strerror}\n".encode())
        os._exit(127 if isinstance(error, FileNotFoundError) else 126)


def open_standard_streams() -> None:
    """New `sys.stdin`, `sys.stdout` and `sys.stderr`, set up as a fresh interpreter does.

    They are made once, in the template, where 0, 1 and 2 are of the same kinds as later in candidates; a
    candidate has only to put its files under those numbers.
    """
    raw = [io.FileIO(number, mode, closefd=False) for number, mode in enumerate(("r", "w", "w"))]
    for file, name in zip(raw, ("<stdin>", "<stdout>", "<stderr>")):
        file.name = name
    streams = {
        "stdin": io.TextIOWrapper(io.BufferedReader(raw[0]), "utf-8", "surrogateescape"),
        "stdout": io.TextIOWrapper(io.BufferedWriter(raw[1]), "utf-8", "surrogateescape"),
        "stderr": io.TextIOWrapper(
            io.BufferedWriter(raw[2]), "utf-8", "backslashreplace", line_buffering=True
        ),
    }
    for (name, stream), mode in zip(streams.items(), "rww"):
        vars(stream)["mode"] = mode
        vars(sys)[name] = vars(sys)[f"__{name}__"] = stream


def prepare_interpreter(argv: list[str], environment: dict[str, str]) -> dict[str, Any]:
    """Make the warm interpreter look as if it had been started for this script."""
    set_handler(signal.SIGINT, signal.default_int_handler)
    if environment:
        os.environ.update(environment)
    sys.argv = argv[1:]
    sys.orig_argv = argv
    sys.path.insert(0, os.path.dirname(argv[1]))
    main = types.ModuleType("__main__")
    vars(main).update(__file__=argv[1], __builtins__=builtins, __cached__=None, __annotations__={})
    sys.modules["__main__"] = main
    return vars(main)


def seed_generators() -> None:
    """Have no candidate draw the random numbers of another."""
    for generator in ("random", "numpy.random"):
        if generator in sys.modules:
            sys.modules[generator].seed()


def load_script(path: str, shared: int) -> types.CodeType:
    """Compile the script, or take what the box's first candidate compiled from the file `shared`.

    The file is closed before anything of the script runs, so what later candidates find is of our making.
    """
    try:
        size = os.lseek(shared, 0, os.SEEK_END)
        if size:
            code: types.CodeType = marshal.loads(os.pread(shared, size, 0))
            return code
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        source = read_all(descriptor, os.fstat(descriptor).st_size)
        # Not with this file's own `from __future__` imports.
        code = compile(source, path, "exec", dont_inherit=True)
        with contextlib.suppress(OSError):  # it may be larger than any file may be
            os.pwrite(shared, marshal.dumps(code), 0)
        return code
    finally:
        os.close(shared)


def run_script(path: str, shared: int, namespace: dict[str, Any]) -> NoReturn:
    """Run the script to its end as `python3 script` would, and leave with the status that would have."""
    status = 0
    try:
        exec(load_script(path, shared), namespace)
    except SystemExit as request:
        status = exit_status(request)
    except BaseException as error:
        status = -signal.SIGINT if isinstance(error, KeyboardInterrupt) else 1
        # The first frame is this function's.
        error.__traceback__ = error.__traceback__.tb_next if error.__traceback__ else None
        with contextlib.suppress(BaseException):
            sys.excepthook(type(error), error, error.__traceback__)
    status = finish_interpreter(status)
    if status == -signal.SIGINT:
        # Whoever dies of an interrupt says so, and so does CPython.
        set_handler(signal.SIGINT, BY_DEFAULT)
        os.kill(os.getpid(), signal.SIGINT)
    os._exit(status)


def exit_status(request: SystemExit) -> int:
    """What `sys.exit` was asked for, as a status."""
    if request.code is None:
        return 0
    if isinstance(request.code, int):
        return request.code & 0xFF
    with contextlib.suppress(BaseException):
        print(request.code, file=sys.stderr)
    return 1


def finish_interpreter(status: int) -> int:
    """Wait for threads, run what was registered for the end, flush. Returns the final status."""
    for step in (vars(threading)["_shutdown"], vars(atexit)["_run_exitfuncs"]):
        try:
            step()
        except SystemExit as request:
            status = exit_status(request)
        except BaseException:
            status = status or 1
    try:
        if sys.stdout is not None and not sys.stdout.closed:
            sys.stdout.flush()
    except BaseException:
        status = 120  # as CPython does
    with contextlib.suppress(BaseException):
        sys.stderr.flush()
    return status


# ── Watching ──────────────────────────────────────────────────────────────────────────────────────


def processes() -> list[int]:
    """Process ids in this box, without the agent's."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and name != "1"]


def read_text(path: str) -> bytes:
    """A small file of `/proc`; empty when its process is gone."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def living_cpu_ns() -> int:
    """CPU time of all processes in the box and of the children they waited for, from `/proc`."""
    tick_ns = 1_000_000_000 // os.sysconf("SC_CLK_TCK")
    total = 0
    for pid in processes():
        fields = read_text(f"/proc/{pid}/stat").rpartition(b")")[2].split()
        if len(fields) > 14:
            total += sum(int(field) for field in fields[11:15]) * tick_ns
    return total


def threads() -> Iterator[str]:
    """The folder in `/proc` of each living thread in the box, this process's not."""
    for pid in processes():
        with contextlib.suppress(OSError):
            for thread in os.listdir(f"/proc/{pid}/task"):
                yield f"/proc/{pid}/task/{thread}"


def resident_bytes() -> int:
    """Memory of all processes in the box, shared pages shared out, and of what lies in its folders."""
    total = 0
    for pid in processes():
        words = read_text(f"/proc/{pid}/statm").split()
        if len(words) > 2:
            total += (int(words[1]) - int(words[2])) * resource.getpagesize()
    for folder in WRITABLE:
        usage = os.statvfs(folder)
        total += (usage.f_blocks - usage.f_bfree) * usage.f_frsize
    return total


def own_bytes() -> int:
    """Memory of this process itself."""
    with open("/proc/self/statm", "rb") as file:
        words = file.read().split()
    return (int(words[1]) - int(words[2])) * resource.getpagesize()


def kill_all() -> int:
    """Kill and reap everything in the box but this process. Returns the CPU time of those reaped, in ns."""
    spent = 0
    while True:
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)
        try:
            _, _, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return spent
        spent += cpu_of(usage)


def cpu_of(usage: resource.struct_rusage) -> int:
    """User and system time of a rusage, in ns."""
    return int((usage.ru_utime + usage.ru_stime) * 1e9)


class Outcome:
    """What became of one program run."""

    def __init__(self) -> None:
        self.status = ""
        self.exit_code: int | None = None
        self.signal: int | None = None
        self.cpu_ns = 0
        self.wall_ns = 0
        self.memory_bytes = 0
        self.ended = False

    def header(self) -> Header:
        """As the service reads it."""
        return {
            "status": self.status,
            "exit_code": self.exit_code,
            "signal": self.signal,
            "cpu_ms": self.cpu_ns / 1e6,
            "wall_ms": self.wall_ns / 1e6,
            "memory_bytes": self.memory_bytes,
        }


class Sink:
    """A pipe being drained: keeps the first `keep` bytes, complains beyond `most`."""

    def __init__(self, descriptor: int, keep: int, most: int) -> None:
        os.set_blocking(descriptor, False)
        self.descriptor = descriptor
        self.keep = keep
        self.most = most
        self.total = 0
        self.chunks: list[bytes] = []
        self.open = True

    def drain(self) -> bool:
        """Take what is there. Returns whether the cap still holds."""
        while self.open and self.total <= self.most:
            try:
                data = os.read(self.descriptor, READ_BYTES)
            except BlockingIOError:
                break
            if not data:
                self.open = False
                break
            room = self.keep - self.total
            if room > 0:
                self.chunks.append(data[:room])
            self.total += len(data)
        return self.total <= self.most

    def take(self) -> bytes:
        """What was kept so far, once."""
        data = b"".join(self.chunks)
        self.chunks = []
        self.total = 0
        return data


class Answers:
    """The channel's way back: frames, each at most `most` bytes."""

    def __init__(self, descriptor: int, most: int) -> None:
        os.set_blocking(descriptor, False)
        self.descriptor = descriptor
        self.most = most
        self.buffer = bytearray()
        self.open = True

    def drain(self) -> bool:
        """Take what is there. Returns whether the cap still holds."""
        while self.open and len(self.buffer) <= self.most + 4:
            try:
                data = os.read(self.descriptor, READ_BYTES)
            except BlockingIOError:
                break
            if not data:
                self.open = False
                break
            self.buffer += data
        return self.expected() <= self.most and len(self.buffer) <= self.most + 4

    def expected(self) -> int:
        """Length of the frame that is coming in."""
        return int.from_bytes(self.buffer[:4], "big") if len(self.buffer) >= 4 else 0

    def complete(self) -> bool:
        """Whether a whole frame is there."""
        return len(self.buffer) >= 4 and len(self.buffer) - 4 >= self.expected()

    def take(self) -> bytes | None:
        """The frame, if whole; what is behind it is dropped."""
        answer = bytes(self.buffer[4 : 4 + self.expected()]) if self.complete() else None
        self.buffer.clear()
        return answer


class Requests:
    """The channel's way in: written as fast as the program reads."""

    def __init__(self, descriptor: int) -> None:
        os.set_blocking(descriptor, False)
        self.descriptor = descriptor
        self.pending = memoryview(b"")
        self.closing = False
        self.open = True

    def put(self, request: bytes | None, last: bool) -> None:
        """Queue a frame; `last` closes the pipe behind it."""
        frame = b"" if request is None else struct.pack(">I", len(request)) + request
        self.pending = memoryview(frame)
        self.closing = last
        self.flush()

    def flush(self) -> None:
        """Write what the pipe takes."""
        try:
            while self.open and self.pending:
                written = os.write(self.descriptor, self.pending[:READ_BYTES])
                self.pending = self.pending[written:]
        except BlockingIOError:
            return
        except OSError:
            self.pending = memoryview(b"")
        if self.closing:
            self.close()

    def close(self) -> None:
        """End of the requests."""
        if self.open:
            self.open = False
            os.close(self.descriptor)


class Descriptors:
    """The files of one candidate: the agent's ends, and the candidate's in the order of their numbers.

    The file of arguments starts with a byte that tells whether the candidate has begun with its case.
    """

    def __init__(self, channel: bool, shared: int) -> None:
        self.stdin = os.memfd_create("stdin")
        self.arguments = os.memfd_create("arguments")
        self.stdout, stdout = os.pipe()
        self.stderr, stderr = os.pipe()
        starting, self.start = os.pipe()
        self.channel: tuple[int, int] | None = None
        self.theirs = [self.stdin, stdout, stderr]
        if channel:
            request, request_write = os.pipe()
            answer_read, answer = os.pipe()
            self.channel = request_write, answer_read
            self.theirs += [request, answer]
        self.first_of_ours = len(self.theirs)
        self.theirs += [starting, self.arguments, shared]
        self.only_theirs = [stdout, stderr, starting, *self.theirs[3 : self.first_of_ours]]
        self.until_begun = [self.stdin, self.start]

    def close_theirs(self) -> None:
        """Close what only the candidate needs."""
        close_all(self.only_theirs)

    def begin(self, stdin: bytes, arguments: Iterable[str]) -> None:
        """Put the case into its files and let the candidate go."""
        write_all(self.stdin, stdin)
        write_all(self.arguments, NOT_BEGUN + b"".join(os.fsencode(word) + b"\0" for word in arguments))
        close_all(self.until_begun)

    def has_begun(self) -> bool:
        """Whether the candidate took up its case."""
        return os.pread(self.arguments, 1, 0) == BEGUN

    def discard(self) -> None:
        """Close all of it, before there is a program."""
        close_all([self.stdout, self.stderr, *(self.channel or ())])
        self.close()

    def close(self) -> None:
        """Close what is open besides the pipes that a program drains or fills."""
        close_all(self.only_theirs)
        close_all(self.until_begun)
        os.close(self.arguments)


def close_all(descriptors: list[int]) -> None:
    """Close descriptors and forget them."""
    while descriptors:
        os.close(descriptors.pop())


def read_all(descriptor: int, size: int) -> bytes:
    """At most `size` bytes from the beginning of a file, which is closed."""
    data = b""
    try:
        while len(data) < size and (more := os.pread(descriptor, size - len(data), len(data))):
            data += more
        return data
    finally:
        os.close(descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    """Write to the beginning of a file and leave its position there."""
    view = memoryview(data)
    position = 0
    while position < len(data):
        position += os.pwrite(descriptor, view[position:], position)


class Understudy:
    """The agent's side of the process that becomes the next candidate, and of its copies after it.

    Args:
        pid: Of the first.
        sock: Where they take orders.
    """

    def __init__(self, pid: int, sock: socket.socket) -> None:
        self.sock = sock
        self.sock.settimeout(SETTLING_S)
        self.waiting = [pid]
        self.promised = 0

    def give(self, descriptors: list[int], message: bytes) -> None:
        """Make it a candidate with these descriptors.

        Raises:
            OSError: it is dead.
        """
        socket.send_fds(self.sock, [message], descriptors)
        self.promised += message == LEAVE_A_COPY

    def settle(self) -> int:
        """Hear who the copies are that were asked for. Returns how many processes wait, candidates included.

        Raises:
            OSError: there is no word of them.
        """
        if self.promised:
            for pid in self.waiting:
                os.kill(pid, signal.SIGCONT)  # the running program may have stopped it
        while self.promised:
            pid = int(self.sock.recv(16) or b"0")
            if not pid:
                raise ConnectionResetError
            self.promised -= 1
            if pid > 0:
                self.waiting.append(pid)
        return len(self.waiting)

    def first(self) -> int:
        """Process id of the first that was given descriptors and has not been asked for.

        Raises:
            OSError: there is no word of it.
        """
        if not self.waiting and not self.settle():
            raise ConnectionResetError
        return self.waiting.pop(0)


class Ending:
    """Tells when a child has ended.

    By a pidfd; where the kernel has none, as gVisor's, by SIGCHLD, which is kept back and told by a
    descriptor. That signal may be for another child, and this child's may have been taken for another's, so
    the child itself is asked.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.asks = False
        try:
            self.descriptor = os.pidfd_open(pid)
        except OSError as error:
            if error.errno != errno.ENOSYS:
                raise
            self.asks = True
            set_signal_mask(PLAIN_SIGNALS.SIG_BLOCK, (signal.SIGCHLD,))
            self.descriptor = check(
                libc.signalfd(-1, SIGCHLD_ALONE, os.O_NONBLOCK | os.O_CLOEXEC), "signalfd"
            )

    def is_past(self, told: bool) -> bool:
        """Whether the child has ended.

        Args:
            told: Whether the descriptor is readable.
        """
        if not self.asks:
            return told
        if told:
            with contextlib.suppress(BlockingIOError):
                os.read(self.descriptor, SIGNAL_BYTES)
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


class Program:
    """A candidate with its pipes: forked and waiting for its case, then running."""

    def __init__(self, pid: int, files: Descriptors, output_bytes: int) -> None:
        self.pid = pid
        self.ending = Ending(pid)
        self.files = files
        self.stdout = stdout = Sink(files.stdout, output_bytes, output_bytes)
        self.stderr = stderr = Sink(files.stderr, STDERR_BYTES, output_bytes)
        self.requests = self.answers = answers = None
        if files.channel is not None:
            self.requests = Requests(files.channel[0])
            self.answers = answers = Answers(files.channel[1], output_bytes)
        self.sinks = {sink.descriptor: sink for sink in (stdout, stderr, answers) if sink is not None}
        self.ended = False

    @property
    def answered(self) -> bool:
        """Whether a whole answer is there."""
        return self.answers is not None and self.answers.complete()

    def exchange(self, sock: socket.SocketType, timeout_ms: float) -> bool:
        """Wait for something to happen and move what can be moved. Returns whether the caps hold.

        Raises:
            SocketClosed: the service let go.
        """
        poll = select.poll()
        poll.register(self.ending.descriptor, select.POLLIN)
        poll.register(sock, select.POLLRDHUP)
        for sink in self.sinks.values():
            if sink.open:
                poll.register(sink.descriptor, select.POLLIN)
        if self.requests is not None and self.requests.pending:
            poll.register(self.requests.descriptor, select.POLLOUT)
        ready = {descriptor for descriptor, _ in poll.poll(0 if self.ending.is_past(False) else timeout_ms)}
        if sock.fileno() in ready:
            raise SocketClosed
        self.ended = self.ending.is_past(self.ending.descriptor in ready)
        if self.requests is not None and self.requests.pending:
            self.requests.flush()
        within = [self.sinks[descriptor].drain() for descriptor in ready & self.sinks.keys()]
        return all(within)

    def drain(self) -> bool:
        """Take what is left in all pipes. Returns whether the caps hold."""
        within = [sink.drain() for sink in self.sinks.values()]
        return all(within)

    def close(self) -> None:
        """Close all descriptors."""
        for descriptor in (self.ending.descriptor, *self.sinks):
            os.close(descriptor)
        if self.requests is not None:
            self.requests.close()
        self.files.close()


class Clock:
    """The time that a program takes for itself: computing, or waiting for what is not the machine.

    On an idle machine that is all the time. On a busy one a program also stands in line for a processor,
    which is none of its doing and so does not count. The kernel tells how long each thread that lives has
    stood in line before it last ran; of those that have ended nobody tells. So while some thread runs or
    would run, what the box computed counts and nothing else; there is no need for more, since the limit of
    CPU time will come. While none would, time counts but for the longest wait of a thread since the last
    look. Threads that wait for the kernel may wait for a page, which is the machine's business, or for
    whatever they asked it to; a part of that time counts.

    No program can hold its clock without computing, and none knows when it is looked at.
    """

    def __init__(self) -> None:
        self.passed_ns = 0
        self.looked_ns = time.monotonic_ns()
        self.cpu_ns = 0
        self.waited: dict[str, int] = {}

    def look(self, cpu_ns: int, limit_ns: int) -> int:
        """Take in what happened since the last look, unless it matters little. Returns the time, in ns.

        Args:
            cpu_ns: CPU time of the box since this clock was made.
            limit_ns: What the time is held against.
        """
        now = time.monotonic_ns()
        since = now - self.looked_ns
        if since < LOOK_INTERVAL_MS * MS and self.passed_ns + since <= limit_ns:
            return self.passed_ns
        states, stood = self.survey()
        computed = min(since, max(0, cpu_ns - self.cpu_ns))
        own = max(computed, since - stood)
        if b"R" in states:
            own = computed
        elif b"D" in states:
            own = max(computed, own // KERNEL_STRETCH)
        self.passed_ns += own
        self.looked_ns, self.cpu_ns = now, cpu_ns
        return self.passed_ns

    def survey(self) -> tuple[set[bytes], int]:
        """The states of all threads, and how long one at most stood in line since the last look, in ns."""
        states = set()
        longest = 0
        waited = {}
        for thread in threads():
            fields = read_text(f"{thread}/stat").rpartition(b")")[2].split()
            times = read_text(f"{thread}/schedstat").split()
            if fields:
                states.add(fields[0])
            if len(times) == 3:
                waited[thread] = int(times[1])
                longest = max(longest, waited[thread] - self.waited.get(thread, 0))
        self.waited = waited
        return states, longest


class Meter:
    """What the box used since this object was made; the agent's own share is taken off."""

    def __init__(self, cgroup: Cgroup) -> None:
        self.cgroup = cgroup
        self.started_ns = time.monotonic_ns()
        self.clock = Clock()
        self.cpu_start = cgroup.cpu_ns()
        self.own_start = time.process_time_ns()
        self.oom_start = cgroup.oom_kills()
        self.living_start = 0 if self.cpu_start is not None else living_cpu_ns()
        self.reaped_ns = 0
        self.peak_seen = 0

    def cpu_ns(self) -> int:
        """CPU time used, ended processes included."""
        if self.cpu_start is None:
            return max(0, self.reaped_ns + living_cpu_ns() - self.living_start)
        own = time.process_time_ns() - self.own_start
        return max(0, (self.cgroup.cpu_ns() or 0) - self.cpu_start - own)

    def wall_ns(self) -> int:
        """Time passed."""
        return time.monotonic_ns() - self.started_ns


def died_early(program: Program, outcome: Outcome) -> bool:
    """Whether a program came to its end, for no limit it broke, before it took up its case."""
    return outcome.ended and outcome.status in {"exited", "signaled"} and not program.files.has_begun()


class Box:
    """The agent's state: one job, its limits, the programs it runs."""

    def __init__(
        self, sock: socket.SocketType, cgroup: Cgroup, order_of_dying: int, settings: Settings
    ) -> None:
        self.sock = sock
        self.cgroup = cgroup
        self.order_of_dying = order_of_dying
        self.settings = settings
        self.job: Header = {}
        self.program: Program | None = None
        self.understudy: Understudy | None = None
        self.spare: Descriptors | None = None
        self.answered = 0
        self.shared_code = os.memfd_create("code")
        self.folder_bytes: dict[str, int] = {}
        self.touched = False
        """Whether anybody may have written to the folders since they were reset."""
        self.main_peak_bytes = 0
        self.made_ms: float | None = None
        """How long it took to make this box, until that has been told."""

    def report(self, header: Header, blobs: Sequence[bytes]) -> None:
        """Write a frame to the service."""
        if self.made_ms is not None:
            header["made_ms"], self.made_ms = self.made_ms, None
        write_frame(self.sock, header, blobs)

    # Files

    def reset_folders(self, size_bytes: int) -> None:
        """Empty the writable folders, by a new file system where there is anything in the old one."""
        for folder in WRITABLE:
            mounted = folder in self.folder_bytes
            pristine = mounted and self.folder_bytes[folder] == size_bytes
            if pristine and (not self.touched or is_pristine(folder)):
                continue
            if mounted:
                check(libc.umount2(folder.encode(), MNT_DETACH), folder)
            mount_fresh(folder, size_bytes)
            self.folder_bytes[folder] = size_bytes
        self.touched = False

    def open_submission(self, size_bytes: int) -> None:
        """Make an empty `/submission` to write to."""
        mount_fresh(SUBMISSION, size_bytes)

    def seal_submission(self) -> None:
        """From now on it stays as it is."""
        mount(None, SUBMISSION, None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)

    def put_files(
        self, folder: str, paths: Sequence[str], blobs: Sequence[bytes], modes: Sequence[int] = ()
    ) -> None:
        """Write files below a folder, making parents. The service has checked the paths, and so do we."""
        for index, path in enumerate(paths):
            parts = path.split("/")
            if path.startswith("/") or ".." in parts or "" in parts:
                raise ValueError(path)
            target = f"{folder}/{path}"
            if len(parts) > 1:
                os.makedirs(os.path.dirname(target), exist_ok=True)
            mode = modes[index] if modes else 0o644
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
            try:
                write_all(descriptor, blobs[index])
                if mode != 0o644:
                    os.fchmod(descriptor, mode)
            finally:
                os.close(descriptor)

    def read_regular(self, folder: str, path: str, most: int) -> bytes | None:
        """A regular file's content; `None` if it is anything else, absent or too large. Follows no link."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        parent = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            *parents, name = path.split("/")
            for part in parents:
                # Asked before, since gVisor of 2022 follows a link here in spite of the flags.
                if not stat.S_ISDIR(os.stat(part, dir_fd=parent, follow_symlinks=False).st_mode):
                    return None
                inner = os.open(part, flags | os.O_DIRECTORY, dir_fd=parent)
                os.close(parent)
                parent = inner
            before = os.stat(name, dir_fd=parent, follow_symlinks=False)
            if not stat.S_ISREG(before.st_mode) or before.st_size > most:
                return None
            return read_all(os.open(name, flags, dir_fd=parent), before.st_size)
        except OSError:
            return None
        finally:
            os.close(parent)

    def collect_artifact(self) -> tuple[list[str], list[int], list[bytes]] | None:
        """All regular files in `/submission` as (paths, modes, blobs), or `None` if too much or too odd."""
        paths: list[str] = []
        modes: list[int] = []
        blobs: list[bytes] = []
        room = ARTIFACT_BYTES
        for folder, folders, names in os.walk(SUBMISSION):
            folders.sort()
            for name in sorted(names):
                path = f"{folder}/{name}"[len(SUBMISSION) + 1 :]
                try:
                    status = os.lstat(f"{folder}/{name}")
                except OSError:
                    return None
                if not stat.S_ISREG(status.st_mode):
                    continue
                blob = self.read_regular(SUBMISSION, path, room)
                if blob is None or len(paths) == ARTIFACT_FILES:
                    return None
                room -= len(blob)
                paths.append(path)
                modes.append(stat.S_IMODE(status.st_mode) & 0o777)
                blobs.append(blob)
        return paths, modes, blobs

    # Programs

    def fork(self) -> int:
        """Fork a process that dies before this one when memory runs out: 0 in the child."""
        # It inherits a place at the head of the line, and cannot leave it.
        os.write(self.order_of_dying, b"1000")
        try:
            pid = fork()
        except OSError:
            os.write(self.order_of_dying, b"0")
            raise
        if pid:
            os.write(self.order_of_dying, b"0")
        return pid

    def raise_fence(self) -> None:
        """In a candidate: hide what the box's mounts show besides. They show nothing else here."""

    def fork_candidate(self, command: Header, limits: Limits, folder: str, channel: bool) -> Program:
        """Fork a candidate, which makes itself ready and waits for its case.

        Raises:
            Launch: in the child, if it is to run in the warm interpreter.
        """
        files = Descriptors(channel, self.shared_code)
        rlimits = resource_limits(limits, self.cgroup, self.settings.hard_limits)
        try:
            pid = self.fork()
        except OSError:
            files.discard()
            raise
        if pid == 0:
            self.sock.detach()  # its descriptor is about to be closed; nobody shall close that number again
            self.raise_fence()
            become_candidate(files.theirs, rlimits, self.settings.seccomp)
            launch(command, folder, files.first_of_ours, None)
        files.close_theirs()
        return Program(pid, files, limits["output_bytes"])

    def fork_understudy(self, first: int) -> Understudy:
        """Fork the process that becomes the candidate of the next case.

        Args:
            first: Number of a candidate's first descriptor that is not for its program.

        Raises:
            Launch: in the child, if it is to run in the warm interpreter.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        rlimits = resource_limits(self.job["limits"], self.cgroup, self.settings.hard_limits)
        try:
            pid = self.fork()
        except OSError:
            ours.close()
            theirs.close()
            raise
        if pid == 0:
            self.sock.detach()
            self.raise_fence()
            ours.detach()
            agent = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, 0, os.dup2(theirs.fileno(), 0))
            theirs.detach()
            become_candidate([0], rlimits, self.settings.seccomp)
            launch(self.job["run"], "/work", first, agent)
        theirs.close()
        return Understudy(pid, ours)

    def watch(self, program: Program, meter: Meter, limits: Limits, until_answer: bool) -> str | None:
        """Wait until the program ends, breaks a limit or, in a session, answers. Returns why to kill it."""
        cpu_ns = 0
        while True:
            # First whether it has ended: this process itself may have had to wait long for its processor.
            if not program.exchange(self.sock, self.nap_ms(limits, meter, cpu_ns)):
                return "output_limit"
            if program.ended or (until_answer and program.answered):
                return None
            cpu_ns = meter.cpu_ns()
            reason = self.exceeded(meter, limits, cpu_ns)
            if reason is not None:
                return reason

    def exceeded(self, meter: Meter, limits: Limits, cpu_ns: int) -> str | None:
        """The limit that a running program has broken, if it has."""
        if cpu_ns > limits["cpu_ms"] * MS:
            return "cpu_limit"
        wall_limit_ns = limits["wall_ms"] * MS
        if meter.clock.look(cpu_ns, wall_limit_ns) > wall_limit_ns:
            return "wall_limit"
        if self.cgroup.oom_kills() > meter.oom_start or self.cgroup.is_full():
            return "memory_limit"
        if not self.cgroup.limits_memory:
            used = resident_bytes()
            meter.peak_seen = max(meter.peak_seen, used)
            if used > limits["memory_bytes"]:
                return "memory_limit"
        return None

    def nap_ms(self, limits: Limits, meter: Meter, cpu_ns: int) -> float:
        """How long nothing can be missed: until the next limit could be broken at the earliest."""
        left_ms = limits["wall_ms"] - meter.clock.passed_ns / MS
        naps = [
            CHECK_INTERVAL_MS,
            (limits["cpu_ms"] - cpu_ns / MS) / self.settings.processors,
            left_ms - (time.monotonic_ns() - meter.clock.looked_ns) / MS,
        ]
        if not self.cgroup.limits_memory:
            naps.append(MEMORY_WATCH_INTERVAL_MS)
        return max(min(naps), SHORTEST_NAP_MS)

    def conclude(
        self, program: Program, meter: Meter, limits: Limits, killed_for: str | None, session: bool
    ) -> Outcome:
        """Kill what is left and say what happened. The reason noted before the kill comes first.

        A session's program that answered within its limits is left alive, and `ended` stays false.
        """
        outcome = Outcome()
        if not program.ended:
            killed_for = killed_for or self.broken_limit(program, meter, limits)
        if session and killed_for is None and program.answered:
            self.freeze()
            outcome.status, outcome.exit_code = "exited", 0
        else:
            outcome.exit_code, outcome.signal = self.reap(program, meter)
            outcome.status = "exited" if outcome.signal is None else "signaled"
            outcome.ended = True
            killed_for = killed_for or self.broken_limit(program, meter, limits)
        outcome.cpu_ns = meter.cpu_ns()
        outcome.wall_ns = meter.wall_ns()
        peak = self.cgroup.peak_bytes()
        outcome.memory_bytes = peak if peak is not None else max(meter.peak_seen, self.main_peak_bytes)
        if killed_for is not None:
            outcome.status, outcome.exit_code, outcome.signal = killed_for, None, None
        return outcome

    def broken_limit(self, program: Program, meter: Meter, limits: Limits) -> str | None:
        """The first limit that was broken, if one was."""
        if self.cgroup.oom_kills() > meter.oom_start:
            return "memory_limit"
        if meter.cpu_ns() > limits["cpu_ms"] * MS:
            return "cpu_limit"
        if not program.drain():
            return "output_limit"
        return None

    def reap(self, program: Program, meter: Meter) -> tuple[int | None, int | None]:
        """Leave nothing of the program alive. Returns its own exit code or signal."""
        if not program.ended:
            os.kill(program.pid, signal.SIGKILL)
        _, status, usage = os.wait4(program.pid, 0)
        meter.reaped_ns += cpu_of(usage)
        self.main_peak_bytes = usage.ru_maxrss * 1024
        if not self.is_alone():
            meter.reaped_ns += self.begin_anew()
        if os.WIFSIGNALED(status):
            return None, os.WTERMSIG(status)
        return os.WEXITSTATUS(status), None

    def is_alone(self) -> bool:
        """Whether nothing lives in the box but this process and those who wait: nobody who could fork."""
        if not self.cgroup.counts_processes:
            return False
        try:
            waiting = self.understudy.settle() if self.understudy is not None else 0
        except OSError:
            return False
        return self.cgroup.number("pids.current") == 1 + waiting

    def begin_anew(self) -> int:
        """Kill everything in the box. Returns the CPU time of what was reaped, in ns."""
        if self.understudy is not None:
            self.understudy.sock.close()
            self.understudy = None
        if self.spare is not None:
            self.spare.discard()
            self.spare = None
        return kill_all()

    # The job

    def compile(self, job: Header, blobs: list[bytes]) -> bool:
        """Fill `/submission`, compile there, seal it. Returns whether the cases may begin."""
        count = len(job["files"])
        limits = job["compile_limits"] if job["compile"] else job["limits"]
        inputs = sum(map(len, blobs))
        self.open_submission(limits["disk_bytes"] + inputs)
        self.reset_folders(limits["disk_bytes"])
        if job["artifact"] is not None:
            names = job["artifact"]
            self.put_files(SUBMISSION, names["paths"], blobs[count:], names["modes"])
        else:
            self.put_files(SUBMISSION, job["files"], blobs[:count])
        if job["compile"] and job["artifact"] is None and not self.run_compiler(job, limits):
            return False
        self.seal_submission()
        return True

    def run_compiler(self, job: Header, limits: Limits) -> bool:
        """Run the compiler and report. Returns whether it succeeded."""
        self.touched = True
        self.prepare_limits(limits, 0, spares=0)
        meter = Meter(self.cgroup)
        # A compiler's complaints and its other output are one text.
        program = self.fork_candidate(job["compile"], limits, SUBMISSION, False)
        program.files.begin(b"", [])
        killed_for = self.watch(program, meter, limits, False)
        outcome = self.conclude(program, meter, limits, killed_for, False)
        program.close()
        output = (program.stderr.take() + program.stdout.take())[:STDERR_BYTES]
        succeeded = outcome.status == "exited" and outcome.exit_code == 0
        artifact = self.collect_artifact() if succeeded and job["keep_artifact"] else None
        header = {"type": "compiled", **outcome.header(), "artifact": None}
        artifact_blobs = []
        if artifact is not None:
            header["artifact"] = {"paths": artifact[0], "modes": artifact[1]}
            artifact_blobs = artifact[2]
        self.report(header, [output, *artifact_blobs])
        return succeeded

    def warm_up(self, path: str) -> None:
        """Import what the script mentions, here and once, so that not every case has to."""
        text = self.read_regular("/", path.lstrip("/"), ARTIFACT_BYTES) or b""
        absent = [
            name
            for name in self.settings.modules_on_demand
            if name not in sys.modules and name.encode() in text
        ]
        if absent:
            words = set(re.findall(rb"[a-z0-9]+", text))
            import_modules(name for name in absent if name.encode() in words)
            gc.collect()
            gc.freeze()

    def prepare_limits(self, limits: Limits, extra_bytes: int, spares: int) -> None:
        """Set what the cgroup enforces for the next program."""
        self.cgroup.limit_memory(limits["memory_bytes"] + ALLOWANCE_BYTES + extra_bytes)
        self.cgroup.set("pids.limit", limits["processes"] + 1 + spares)

    def run_case(self, case: Header, blobs: list[bytes]) -> None:
        """Run one case and report."""
        job, limits = self.job, self.job["limits"]
        stdin, request, files = self.parts_of(case, blobs)
        if self.program is None:
            self.reset_folders(limits["disk_bytes"])
            self.touched = True
            self.put_files("/work", case["files"], files)
        program, outcome = self.attempt(case, stdin, request)
        if died_early(program, outcome):
            # An earlier case killed the spare, whose death could not be seen yet. This one was forked since.
            program.close()
            self.begin_anew()
            program, outcome = self.attempt(case, stdin, request)
            if died_early(program, outcome):
                raise RuntimeError("candidates die before their case begins")
        answer = program.answers.take() if program.answers is not None else None
        blobs = [program.stdout.take(), program.stderr.take()]
        self.answered += 1
        self.program = None if outcome.ended else program
        if outcome.ended:
            program.close()
        fetched = {}
        for path in job["fetch"]:
            content = self.read_regular("/work", path, limits["output_bytes"])
            if content is not None:
                fetched[path] = content
        header = {
            "type": "case",
            **outcome.header(),
            "answer": answer is not None,
            "files": list(fetched),
        }
        if answer is not None:
            blobs.append(answer)
        self.report(header, [*blobs, *fetched.values()])

    def attempt(self, case: Header, stdin: bytes, request: bytes | None) -> tuple[Program, Outcome]:
        """Have the session's program or a new one run a case."""
        job, limits = self.job, self.job["limits"]
        if self.program is None:
            program = self.program_for_case()
            another = self.has_understudies and self.answered + 1 < job["cases"]
            self.prepare_limits(limits, len(stdin) + len(request or b""), spares=SPARES * another)
            meter = Meter(self.cgroup)
            os.kill(program.pid, signal.SIGCONT)  # an earlier case may have stopped it
            program.files.begin(stdin, case["args"])
            if another:
                with contextlib.suppress(OSError):  # the program has used up all processes, or killed it
                    self.spare = self.understudy_for_case(self.answered + 1)
        else:
            program = self.program
            meter = Meter(self.cgroup)
            self.thaw()
        if program.requests is not None:
            program.requests.put(request, not job["session"])
        killed_for = self.watch(program, meter, limits, job["session"])
        return program, self.conclude(program, meter, limits, killed_for, job["session"])

    @property
    def has_understudies(self) -> bool:
        """Whether somebody may wait beside a running program: only if the kernel counts who is left."""
        return self.cgroup.counts_processes and not self.job["session"] and self.job["cases"] > 1

    def program_for_case(self) -> Program:
        """The candidate of the next case, waiting or on its way."""
        job, limits = self.job, self.job["limits"]
        try:
            if self.spare is None and self.has_understudies:
                self.spare = self.understudy_for_case(self.answered)
            if self.spare is not None and self.understudy is not None:
                program = Program(self.understudy.first(), self.spare, limits["output_bytes"])
                self.spare = None
                return program
        except OSError:
            self.begin_anew()
        return self.fork_candidate(job["run"], limits, "/work", job["channel"])

    def understudy_for_case(self, number: int) -> Descriptors:
        """Make the understudy the candidate of a case; who it is can be asked later.

        Raises:
            OSError: there is none, and there can be none.
        """
        job = self.job
        files = Descriptors(job["channel"], self.shared_code)
        try:
            if self.understudy is None:
                self.understudy = self.fork_understudy(files.first_of_ours)
            self.understudy.give(files.theirs, LEAVE_A_COPY if number + 1 < job["cases"] else LEAVE_NONE)
        except OSError:
            files.discard()
            raise
        files.close_theirs()
        return files

    def parts_of(self, case: Header, blobs: list[bytes]) -> tuple[bytes, bytes | None, list[bytes]]:
        """stdin, request and files of a case."""
        stdin, *rest = blobs
        request = rest.pop(0) if case["request"] else None
        return stdin, request, rest

    def freeze(self) -> None:
        """Between two cases a session's processes stand still, so that they use nothing uncounted."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let them go on."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGCONT)

    def serve(self) -> None:
        """One job, then its cases for as long as they come."""
        job, blobs = read_frame(self.sock)
        self.job = job
        try:
            ready = self.compile(job, blobs)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            write_frame(self.sock, {"type": "failed", "reason": "the job's files do not fit into the box"})
            return
        del blobs
        if ready and job["run"]["warm"] == "python":
            self.warm_up(job["run"]["argv"][1])
        while ready:
            case, blobs = read_frame(self.sock)
            self.run_case(case, blobs)


def launch(command: Header, folder: str, first: int, agent: socket.socket | None) -> NoReturn:
    """Go on as a candidate that has given up its power.

    Raises:
        Launch: if it is to run in the warm interpreter.
    """
    argv = command["argv"]
    if command["warm"] == "python" and len(argv) > 1:
        raise Launch(argv, command["env"], first, agent)
    if agent is not None:
        stand_by(agent, first)
    os.close(first + 2)
    execute([*argv, *await_case(first, folder)], {**ENVIRONMENT, **command["env"]})


def converse(box: Box) -> Launch:
    """Be the agent of a box to its end. Returns only in a warm candidate."""
    try:
        box.serve()
    except Launch as launch:
        return launch
    except SocketClosed:
        pass
    except BaseException as error:
        report_failure(box.sock, error)
    if not box.is_alone():
        kill_all()
    os._exit(0)


def rehearse_case(settings: Settings) -> Launch | None:
    """Run a case here as an agent does, in a cgroup of plain files. Returns a launch only in its candidate.

    What the interpreter makes and adapts at the first calls is then there in every box, which would have to
    copy the pages it writes to. Mounts are left out: a template may make none.
    """
    ours, theirs = socket.socketpair()
    files = {name: os.memfd_create(name) for name in REHEARSAL_CGROUP}
    for name, text in REHEARSAL_CGROUP.items():
        os.write(files[name], text)
    box = Box(socket.SocketType(fileno=theirs.detach()), Cgroup(files), os.memfd_create("order"), settings)
    box.folder_bytes = dict.fromkeys(WRITABLE, REHEARSAL_LIMITS["disk_bytes"])
    write_all(box.shared_code, marshal.dumps(compile(REHEARSAL, "rehearsal", "exec", dont_inherit=True)))
    write_frame(ours, REHEARSAL_JOB)
    write_frame(ours, {"args": [], "files": [], "request": False}, [REHEARSAL_INPUT])
    try:
        box.job, _ = read_frame(box.sock)
        box.run_case(*read_frame(box.sock))
    except Launch as launch:
        return launch
    read_frame(ours)
    ours.close()
    box.sock.close()
    close_all([*files.values(), box.order_of_dying, box.shared_code])
    return None


def report_failure(sock: socket.SocketType, error: BaseException) -> None:
    """Tell the service what broke."""
    with contextlib.suppress(BaseException):
        write_frame(sock, {"type": "failed", "reason": f"{type(error).__name__}: {error}"})


def serve_box(kind: type[Box], settings: Settings, order: Header, descriptors: list[int]) -> Launch:
    """Be the agent of one box of this kind. Returns only in a warm candidate."""
    set_handler(signal.SIGCHLD, BY_DEFAULT)
    # The plain type, without the wrapper's enumerations: less to copy.
    sock = socket.SocketType(fileno=descriptors[0])
    cgroup = Cgroup(dict(zip(order["cgroup"], descriptors[1:])))
    try:
        cgroup.join()
        # So that no program reads the names of groups of the host. A kernel without these namespaces may do.
        libc.unshare(CLONE_NEWCGROUP)
        order_of_dying = set_up_box(settings.uid, settings.gid)
    except BaseException as error:
        report_failure(sock, error)
        os._exit(1)
    box = kind(sock, cgroup, order_of_dying, settings)
    box.made_ms = (time.monotonic_ns() - order["ordered_ns"]) / 1e6
    return converse(box)


def settle() -> None:
    """Give this process the streams, environment and file mode that its forks are to find."""
    log = os.dup(2)
    reading, writing = os.pipe()
    os.dup2(os.memfd_create("stdin"), 0)
    os.write(0, REHEARSAL_INPUT)
    os.dup2(writing, 1)
    os.dup2(writing, 2)
    rehearse()
    os.ftruncate(0, 0)
    open_standard_streams()
    os.dup2(log, 2)
    for descriptor in (log, reading, writing):
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(ENVIRONMENT)
    os.umask(0o022)


def prepare_script(launch: Launch) -> tuple[str, int, dict[str, Any]]:
    """Get a warm candidate ready for its script and wait for its case."""
    namespace = prepare_interpreter(launch.argv, launch.environment)
    if launch.agent is not None:
        stand_by(launch.agent, launch.first)
    seed_generators()
    sys.argv += await_case(launch.first, "/work")
    return launch.argv[1], launch.first + 2, namespace


def main(kind: type[Box] = Box) -> tuple[str, int, dict[str, Any]]:
    """Be the template; in its clones, be the agent of a box; in their forks, get ready for the script."""
    set_handler(signal.SIGINT, IGNORED)
    if sys.path and sys.path[0] in ("", "/", os.path.dirname(os.path.abspath(__file__))):
        del sys.path[0]
    start_again()
    settings = Settings(json.loads(sys.argv[1]))
    import_modules(settings.modules)
    control = socket.socket(fileno=os.dup(0))
    settle()
    for _ in range(CASES_REHEARSED):
        candidate = rehearse_case(settings)
        if candidate is not None:
            return prepare_script(candidate)
    order, descriptors = serve_template(control)
    control.close()
    return prepare_script(serve_box(kind, settings, order, descriptors))


if __name__ == "__main__":
    run_script(*main())
