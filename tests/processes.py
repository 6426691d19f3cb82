"""Other processes, as `/proc` shows them. They may end at any time, which is no error here."""

import time
from collections.abc import Collection
from pathlib import Path

GONE_WITHIN_S = 60.0
"""What has been killed is gone in a moment; a test may have to wait for its processor."""


def descendants(root: int) -> list[int]:
    """Process ids below `root`, nearest first."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*"):
        if fields := stat_of(int(path.name)):
            children.setdefault(int(fields[1]), []).append(int(path.name))
    found = [root]
    for pid in found:
        found.extend(children.get(pid, []))
    return found[1:]


def stat_of(pid: int) -> list[str]:
    """The fields of its `stat` behind the name, state and parent first; empty if there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def is_alive(pid: int) -> bool:
    """Whether it runs: the dead that nobody has waited for do not."""
    fields = stat_of(pid)
    return bool(fields) and fields[0] not in "ZX"


def name_of(pid: int) -> str:
    """The name of its program; empty if there is no such process."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().rstrip()
    except OSError:
        return ""


def arguments_of(pid: int) -> str:
    """Its command line; empty if there is no such process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def survivors(pids: Collection[int], within_s: float = GONE_WITHIN_S) -> list[int]:
    """Those that do not end, though they were waited for; empty as soon as all have ended."""
    deadline = time.monotonic() + within_s
    while (living := [pid for pid in pids if is_alive(pid)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    return living
