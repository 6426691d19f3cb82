"""Control groups for boxes: made by the service, joined by agents through open files, used again.

Both kernel interfaces are spoken. With version 1 the memory, pids and cpuacct hierarchies are used as far as
they can be written; with version 2 one group with those controllers. The agent never sees the
file system: it gets the open files, by these names:

    procs, procs.1, …   write 0 to join
    memory.limit        bytes
    memory.usage        bytes
    memory.peak         bytes; only where the peak can be forgotten, since groups are used again
    memory.reset        write 0 to forget the peak
    memory.events       pairs; `oom_kill` counts
    memory.stat         pairs; `anon`, `file` (version 1: `rss`, `cache`) and `shmem`, in bytes
    pids.limit
    pids.current        processes and threads
    cpu.usage           ns, or
    cpu.stat            pairs; `usage_usec`

With version 2 a group that has processes cannot give controllers to groups below it. So the service's own
group will do only when it is empty, or else its parent, which the host may have left to us; or the service's
processes move to a leaf below their group, as `Delegate=` of systemd and a container's own hierarchy expect.
"""

import contextlib
import errno
import logging
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Cgroup", "CgroupParent", "find_parent"]

logger = logging.getLogger(__name__)

ROOT = Path("/sys/fs/cgroup")
PREFIX = "rewardd-"
LEAF = "rewardd-service"
"""Where the service's own processes go when they stand in the way."""

V1_FILES = {
    "memory": {
        "memory.limit": ("memory.limit_in_bytes", os.O_RDWR),
        "memory.usage": ("memory.usage_in_bytes", os.O_RDONLY),
        "memory.peak": ("memory.max_usage_in_bytes", os.O_RDONLY),
        "memory.reset": ("memory.max_usage_in_bytes", os.O_WRONLY),
        "memory.events": ("memory.oom_control", os.O_RDONLY),
        "memory.stat": ("memory.stat", os.O_RDONLY),
    },
    "pids": {"pids.limit": ("pids.max", os.O_RDWR), "pids.current": ("pids.current", os.O_RDONLY)},
    "cpuacct": {"cpu.usage": ("cpuacct.usage", os.O_RDONLY)},
}
V2_FILES = {
    "memory.limit": ("memory.max", os.O_RDWR),
    "memory.usage": ("memory.current", os.O_RDONLY),
    "memory.events": ("memory.events", os.O_RDONLY),
    "memory.stat": ("memory.stat", os.O_RDONLY),
    "pids.limit": ("pids.max", os.O_RDWR),
    "pids.current": ("pids.current", os.O_RDONLY),
    "cpu.stat": ("cpu.stat", os.O_RDONLY),
}
V2_PEAK = "memory.peak"
"""Since Linux 5.19. Writing to it resets the peak since 6.12, for the readers of that open file alone."""
V2_CONTROLLERS = ("memory", "pids")


@dataclass(slots=True)
class Cgroup:
    """One group, perhaps in several hierarchies, with its files open for handing on."""

    folders: list[Path]
    files: dict[str, int] = field(default_factory=dict)

    def oom_kills(self) -> int:
        """How often the kernel killed in this group for memory."""
        descriptor = self.files.get("memory.events")
        if descriptor is None:
            return 0
        words = os.pread(descriptor, 4096, 0).split()
        return int(words[words.index(b"oom_kill") + 1])

    def remove(self) -> None:
        """Close the files and remove the folders; processes still in it make that fail, and are logged."""
        for descriptor in self.files.values():
            os.close(descriptor)
        self.files.clear()
        for folder in self.folders:
            _remove_folder(folder)


class CgroupParent:
    """Where this service makes its groups."""

    def __init__(self, hierarchies: dict[str, Path], version: int) -> None:
        self._hierarchies = hierarchies
        self._version = version
        self._made = 0

    @property
    def missing(self) -> tuple[str, ...]:
        """Controllers that cannot be had."""
        wanted = V1_FILES if self._version == 1 else V2_CONTROLLERS
        return tuple(name for name in wanted if name not in self._hierarchies)

    def make(self) -> Cgroup:
        """A new group.

        Raises:
            OSError: the kernel refuses.
        """
        self._made += 1
        cgroup = Cgroup(folders=[])
        try:
            for name, parent in self._hierarchies.items():
                folder = parent / f"box-{self._made}"
                if folder in cgroup.folders:
                    continue
                folder.mkdir()
                cgroup.folders.append(folder)
                index = len(cgroup.folders) - 1
                cgroup.files[f"procs.{index}"] = _open(folder / "cgroup.procs", os.O_WRONLY)
                table = V1_FILES[name] if self._version == 1 else V2_FILES
                for role, (file, flags) in table.items():
                    if (folder / file).exists():
                        cgroup.files[role] = _open(folder / file, flags)
                if self._version == 2:
                    cgroup.files.update(_resettable_peak(folder / V2_PEAK))
                _forbid_swap(folder)
        except OSError:
            cgroup.remove()
            raise
        return cgroup

    def remove(self) -> None:
        """Remove what is left of the groups and the parent."""
        for folder in dict.fromkeys(self._hierarchies.values()):
            _remove_tree(folder)


def find_parent() -> CgroupParent | None:
    """A place for groups of this process, or `None` where the host gives none.

    Groups that services left behind whose processes are gone are removed.
    """
    hierarchies = _delegated_v2()
    version = 2
    if not hierarchies:
        hierarchies = _writable_v1()
        version = 1
    if not hierarchies:
        return None
    return CgroupParent(hierarchies, version)


def _own_name() -> str:
    return f"{PREFIX}{os.getpid()}-{time.monotonic_ns()}"


def _writable_v1() -> dict[str, Path]:
    hierarchies = {}
    for name in V1_FILES:
        base = ROOT / name
        if not (base / "tasks").exists():
            continue
        _remove_stale(base)
        folder = base / _own_name()
        with contextlib.suppress(OSError):
            folder.mkdir()
            if name == "memory":
                with contextlib.suppress(OSError):
                    (folder / "memory.use_hierarchy").write_text("1")
            hierarchies[name] = folder
    return hierarchies


def _delegated_v2() -> dict[str, Path]:
    """The service's own group, if we may make groups beside its processes' own leaf."""
    for mount in (ROOT, ROOT / "unified"):
        if not _has_controllers(mount):
            continue
        candidates = list(_candidates_v2(mount))
        for base in candidates:
            _remove_stale(base)
            with contextlib.suppress(OSError):
                return _parent_below(base)
        for own in candidates[:1]:
            with contextlib.suppress(OSError):
                if _has_controllers(own):
                    _vacate(own)
                    return _parent_below(own)
    return {}


def _has_controllers(folder: Path) -> bool:
    """Whether a group was given the controllers that boxes need."""
    controllers = folder / "cgroup.controllers"
    return controllers.exists() and set(V2_CONTROLLERS) <= set(controllers.read_text().split())


def _parent_below(base: Path) -> dict[str, Path]:
    """A group below `base` that has the controllers and may pass them on.

    Raises:
        OSError: the kernel refuses.
    """
    folder = base / _own_name()
    try:
        _enable(base)
        folder.mkdir()
        _enable(folder)
    except OSError:
        with contextlib.suppress(OSError):
            folder.rmdir()
        raise
    return dict.fromkeys(V2_CONTROLLERS, folder)


def _vacate(base: Path) -> None:
    """Move the processes of our own group to a leaf below it.

    Raises:
        OSError: the kernel refuses, or new ones keep coming.
    """
    leaf = base / LEAF
    leaf.mkdir(exist_ok=True)
    for _ in range(10):
        pids = (base / "cgroup.procs").read_text().split()
        if not pids:
            return
        for pid in pids:
            try:
                (leaf / "cgroup.procs").write_text(pid)
            except ProcessLookupError:
                continue
    raise OSError(errno.EBUSY, "its processes cannot be moved", str(base))


def _candidates_v2(mount: Path) -> Iterator[Path]:
    """Groups below which ours may be made: our own, then its parent (where our leaf was put by the host)."""
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        if line.startswith("0::"):
            own = mount / line[3:].strip("/")
            yield own
            if own != mount:
                yield own.parent


def _enable(folder: Path) -> None:
    control = folder / "cgroup.subtree_control"
    enabled = set(control.read_text().split())
    wanted = [f"+{name}" for name in V2_CONTROLLERS if name not in enabled]
    if wanted:
        control.write_text(" ".join(wanted))


def _resettable_peak(path: Path) -> dict[str, int]:
    """The files for reading and resetting the peak, if it can be reset: one open file by two descriptors.

    The kernel goes by the mode, root or not.
    """
    try:
        if not path.stat().st_mode & 0o200:
            return {}
    except FileNotFoundError:
        return {}
    descriptor = _open(path, os.O_RDWR)
    return {"memory.peak": descriptor, "memory.reset": os.dup(descriptor)}


def _forbid_swap(folder: Path) -> None:
    with contextlib.suppress(OSError):
        if (folder / "memory.swap.max").exists():
            (folder / "memory.swap.max").write_text("0")
        elif (folder / "memory.swappiness").exists():
            (folder / "memory.swappiness").write_text("0")


def _remove_stale(base: Path) -> None:
    """Remove the groups of services that no longer run."""
    with contextlib.suppress(OSError):
        for folder in base.glob(f"{PREFIX}*"):
            pid = folder.name.removeprefix(PREFIX).partition("-")[0]
            if pid.isdigit() and not Path(f"/proc/{pid}").exists():
                _remove_tree(folder)


def _remove_tree(folder: Path) -> None:
    with contextlib.suppress(OSError):
        for inner in folder.iterdir():
            if inner.is_dir():
                _remove_folder(inner)
    _remove_folder(folder)


def _remove_folder(folder: Path) -> None:
    for attempt in range(20):
        try:
            folder.rmdir()
        except FileNotFoundError:
            return
        except OSError:
            time.sleep(0.005 * attempt)
        else:
            return
    logger.warning("cgroup could not be removed", extra={"folder": str(folder)})


def _open(path: Path, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC)
