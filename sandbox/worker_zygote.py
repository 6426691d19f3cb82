"""The process that worker processes are forked from, and what a worker does.

    pool ──control socket──▶ zygote ──fork──▶ worker ◀──its own socket── pool

The zygote has one thread, imports what workers need once, and then only forks, kills and reaps, so a
new worker costs milliseconds. It alone kills workers: it is their parent, hence a process id it has not
reaped cannot belong to somebody else by now. Workers die with the zygote (`PR_SET_PDEATHSIG`), the
zygote with the pool, and both leave when their socket closes.

Control messages are single packets of JSON: `{"fork": memory_bytes}` with two descriptors, the worker's
socket and its progress page, answered by `{"pid": n}`; `{"kill": n}` without an answer.

A worker reads a chunk of items from its socket and writes frames of results (length, 4 bytes
big-endian, then JSON). Which item it is at, and since when, it tells through the progress page, which
costs nothing and is right even when the worker is stuck or dead.
"""

import ctypes
import functools
import gc
import importlib
import json
import mmap
import os
import resource
import select
import signal
import socket
import struct
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

PROGRESS = struct.Struct("=qqq")
"""Position in the chunk (`IDLE` between chunks), and CPU and monotonic nanoseconds when it was begun."""
PROGRESS_BYTES = mmap.PAGESIZE
STOP_BEFORE = struct.Struct("=q")
"""The pool writes here from which position on the worker shall not begin any more."""
STOP_BEFORE_OFFSET = 64
IDLE = -1

LENGTH = struct.Struct(">I")
MAX_FRAME_BYTES = 64 * 1024 * 1024
MAX_VALUE_BYTES = 16 * 1024 * 1024
CONTROL_BYTES = 4096

_FLUSH_AFTER_NS = 2_000_000
_REAP_EVERY_S = 1.0
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


def main() -> None:
    """Serve the control socket that the first argument names; further arguments are modules to import."""
    descriptor, pool_process, *modules = sys.argv[1:]
    _die_with(int(pool_process))
    for module in modules:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
    control = socket.socket(fileno=int(descriptor))
    control.sendmsg([b'{"ready":true}'])
    _serve(control)


def _serve(control: socket.socket) -> None:
    workers: set[int] = set()
    while True:
        ready, _, _ = select.select([control], [], [], _REAP_EVERY_S)
        if ready:
            packet, descriptors, _, _ = socket.recv_fds(control, CONTROL_BYTES, 2)
            if not packet:
                return
            message = json.loads(packet)
            if "fork" in message:
                try:
                    pid = _fork(control, descriptors, message["fork"])
                except OSError as error:
                    answer: dict[str, object] = {"error": str(error)}
                else:
                    workers.add(pid)
                    answer = {"pid": pid}
                for descriptor in descriptors:
                    os.close(descriptor)
                control.sendmsg([json.dumps(answer).encode()])
            elif message["kill"] in workers:
                os.kill(message["kill"], signal.SIGKILL)
        _reap(workers)


def _reap(workers: set[int]) -> None:
    while workers:
        pid, _ = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        workers.discard(pid)


def _fork(control: socket.socket, descriptors: list[int], memory_bytes: int) -> int:
    zygote = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        _die_with(zygote)
        control.close()
        _limit(memory_bytes)
        channel, page = descriptors
        _work(socket.socket(fileno=channel), mmap.mmap(page, PROGRESS_BYTES))
        status = 0
    except (BrokenPipeError, ConnectionResetError):
        status = 0
    finally:
        os._exit(status)


def _die_with(parent: int) -> None:
    if _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:
        sys.exit("the parent is gone already")


def _limit(memory_bytes: int) -> None:
    """Bound what this worker maps beyond the zygote; let it go first when the machine is short of memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * mmap.PAGESIZE + memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _work(channel: socket.socket, progress: mmap.mmap) -> None:
    stream = channel.makefile("rb")
    while header := stream.read(LENGTH.size):
        chunk = json.loads(stream.read(*LENGTH.unpack(header)))
        _work_through(chunk["items"], chunk["function"], channel, progress)


@functools.cache
def _function(name: str) -> Callable[[object], object]:
    module, _, attribute = name.partition(":")
    function: Callable[[object], object] = getattr(importlib.import_module(module), attribute)
    return function


def _work_through(items: list[object], name: str, channel: socket.socket, progress: mmap.mmap) -> None:
    finished: list[str] = []
    flushed_ns = time.monotonic_ns()
    for position, item in enumerate(items):
        if position >= STOP_BEFORE.unpack_from(progress, STOP_BEFORE_OFFSET)[0]:
            break
        now_ns = time.monotonic_ns()
        if now_ns - flushed_ns > _FLUSH_AFTER_NS and finished:
            _send(channel, finished, end=False)
            finished.clear()
            flushed_ns = now_ns
        PROGRESS.pack_into(progress, 0, position, time.process_time_ns(), now_ns)
        try:
            finished.append(f'[{position},"done",{_encode(_function(name)(item))}]')
        except MemoryError:
            # What the interpreter holds may be half built: this worker says so and goes.
            finished.append(f'[{position},"died","the memory limit was reached"]')
            _send(channel, finished, end=False)
            raise
        except Exception:  # noqa: BLE001  (the outer edge of a worker: reported to the pool with its traceback)
            finished.append(f'[{position},"failed",{json.dumps(traceback.format_exc(limit=-8))}]')
    PROGRESS.pack_into(progress, 0, IDLE, 0, 0)
    _send(channel, finished, end=True)


def _encode(value: object) -> str:
    text = json.dumps(value)
    if len(text) > MAX_VALUE_BYTES:
        raise ValueError(f"a result of {len(text)} bytes is larger than {MAX_VALUE_BYTES}")
    return text


def _send(channel: socket.socket, finished: list[str], *, end: bool) -> None:
    body = f'{{"end":{"true" if end else "false"},"results":[{",".join(finished)}]}}'.encode()
    channel.sendall(LENGTH.pack(len(body)) + body)


if __name__ == "__main__":
    main()
