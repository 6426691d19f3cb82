"""How much memory is left, where it is tightest: in this process's control groups, or on the machine."""

from collections.abc import Iterator
from pathlib import Path

__all__ = ["MemoryProbe"]

ROOT = Path("/")
UNLIMITED_BYTES = 1 << 60
"""Version 1 writes a huge number for no limit."""


class MemoryProbe:
    """Reads what the kernel says, in a tenth of a millisecond.

    Args:
        root: The file system's root; tests bring one of their own.
    """

    def __init__(self, root: Path = ROOT) -> None:
        self._root = root
        self._groups = list(self._find_groups())

    def free_bytes(self) -> int:
        """What can still be had, files that can be dropped included; a huge number if nobody says."""
        return min(
            [self._machine(), *(group for group in map(self._left, self._groups) if group is not None)]
        )

    def _machine(self) -> int:
        for line in self._read(self._root / "proc/meminfo").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
        return UNLIMITED_BYTES

    def _find_groups(self) -> Iterator[Path]:
        """This process's memory groups and those above them."""
        for line in self._read(self._root / "proc/self/cgroup").splitlines():
            _, controllers, path = line.split(":", 2)
            if controllers and "memory" not in controllers.split(","):
                continue
            top = self._root / "sys/fs/cgroup" / ("memory" if controllers else "")
            folder = top / path.lstrip("/")
            # A container that does not see its own path has its group at the top.
            while folder != top:
                yield folder
                folder = folder.parent
            yield top

    def _left(self, group: Path) -> int | None:
        """What a group may still take; `None` if it has no limit."""
        for limit_name, usage_name, cache_name in (
            ("memory.max", "memory.current", "inactive_file"),
            ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
        ):
            limit, usage = self._read(group / limit_name).strip(), self._read(group / usage_name).strip()
            if limit.isdigit() and usage.isdigit() and int(limit) < UNLIMITED_BYTES:
                return int(limit) - int(usage) + self._droppable(group, cache_name)
        return None

    def _droppable(self, group: Path, name: str) -> int:
        for line in self._read(group / "memory.stat").splitlines():
            words = line.split()
            if words[0] == name:
                return int(words[1])
        return 0

    def _read(self, path: Path) -> str:
        try:
            return path.read_text()
        except OSError:
            return ""
