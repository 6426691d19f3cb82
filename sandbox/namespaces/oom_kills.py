"""How often the kernel has killed for want of memory in the control group that this process is in."""

from pathlib import Path

__all__ = ["own_oom_kills"]

ROOT = Path("/")


def own_oom_kills(root: Path = ROOT) -> int:
    """The kernel's count; 0 where it tells none.

    Boxes without control groups of their own are in this one: where its memory, that of a container, is used
    up, the kernel may kill any program, however little it has.

    Args:
        root: The file system's root; tests bring one of their own.
    """
    for line in _read(root / "proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers and "memory" not in controllers.split(","):
            continue
        top = root / "sys/fs/cgroup" / ("memory" if controllers else "")
        folder = top / path.lstrip("/")
        # A container that does not see its own path has its group at the top.
        for name in ("memory.events", "memory.oom_control"):
            words = (_read(folder / name) or _read(top / name)).split()
            if "oom_kill" in words:
                return int(words[words.index("oom_kill") + 1])
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
