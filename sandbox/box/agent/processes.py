"""The processes in the box, as `/proc` tells of them, and their end."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
from collections.abc import Iterator


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


def threads() -> Iterator[str]:
    """The folder in `/proc` of each living thread in the box, this process's not."""
    for pid in processes():
        with contextlib.suppress(OSError):
            for thread in os.listdir(f"/proc/{pid}/task"):
                yield f"/proc/{pid}/task/{thread}"


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
