"""What a service holds: memory, descriptors, processes, control groups. A long run may not make it more."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Holdings:
    """Of a process and all below it, at one time."""

    rss_bytes: int
    """Of the process alone."""
    descriptors: int
    """Of the process alone."""
    processes: int
    """Below it."""
    cgroups: int

    @classmethod
    def of(cls, pid: int) -> "Holdings":
        """What it holds now."""
        return cls(
            rss_bytes=int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES,
            descriptors=len(list(Path(f"/proc/{pid}/fd").iterdir())),
            processes=len(descendants(pid)),
            # Other groups come and go while this walks, which it does not mind.
            cgroups=sum(f"/rewardd-{pid}-" in folder for folder, _, _ in os.walk("/sys/fs/cgroup")),
        )


def descendants(root: int) -> set[int]:
    """Process ids below `root`."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found: set[int] = set()
    while more := {pid for pid, parent in parents.items() if parent in found | {root}} - found:
        found |= more
    return found


def grown(
    earlier: Sequence[Holdings], later: Sequence[Holdings], *, memory_bytes: int, spares: int = 0
) -> list[str]:
    """What there was more of later than ever before.

    Args:
        memory_bytes: growth of memory that is put down to the allocator.
        spares: processes made ahead, with a socket each, of which a look may meet some still in the making.
    """
    allowed = {"descriptors": spares, "processes": spares, "cgroups": 0, "rss_bytes": memory_bytes}
    more = {name: max(_each(later, name)) - max(_each(earlier, name)) for name in allowed}
    return [f"{name} {growth:+}" for name, growth in more.items() if growth > allowed[name]]


def _each(holdings: Sequence[Holdings], name: str) -> list[int]:
    return [getattr(held, name) for held in holdings]
