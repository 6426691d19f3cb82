"""The processes in the box, as `/proc` tells of them, and their end."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
from collections.abc import Iterator

from sandbox.box.agent.surroundings import WRITABLE


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
