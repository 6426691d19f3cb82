"""Control groups of version 2, against a folder that behaves as the kernel's file system does."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from sandbox.box.agent import cgroup as inner_cgroup
from sandbox.namespaces import cgroup

MODES = {
    "cgroup.procs": 0o644,
    "cgroup.subtree_control": 0o644,
    "cgroup.controllers": 0o444,
    "cpu.stat": 0o444,
    "memory.max": 0o644,
    "memory.current": 0o444,
    "memory.peak": 0o644,
    "memory.events": 0o444,
    "memory.stat": 0o444,
    "memory.swap.max": 0o644,
    "pids.max": 0o644,
    "pids.current": 0o444,
}
CONTENTS = {
    "cgroup.controllers": "cpuset cpu io memory pids\n",
    "cpu.stat": "usage_usec 1500\nuser_usec 1000\nsystem_usec 500\n",
    "memory.max": "max\n",
    "memory.current": "4096\n",
    "memory.peak": "8192\n",
    "memory.events": "low 0\nhigh 0\nmax 9\noom 4\noom_kill 3\noom_group_kill 7\n",
    "memory.stat": "anon 1000\nfile 6000\nkernel 500\nshmem 2000\n",
    "memory.swap.max": "max\n",
    "pids.max": "max\n",
    "pids.current": "2\n",
}


class FakeKernel:
    """Fills new folders with the files that a group has, and refuses what the kernel refuses."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.files = dict(CONTENTS)
        self.modes = dict(MODES)
        self.unwritable: set[Path] = set()
        self._real_mkdir, self._real_write = Path.mkdir, Path.write_text
        root.mkdir()
        self.refill(root)
        monkeypatch.setattr(cgroup, "ROOT", root)
        monkeypatch.setattr(Path, "mkdir", lambda path, *_, **options: self._mkdir(path, **options))
        monkeypatch.setattr(Path, "write_text", lambda path, text, **_: self._write(path, text))
        monkeypatch.setattr(Path, "rmdir", lambda path, *_: self._rmdir(path))
        real_read = Path.read_text
        self.own = "/"
        monkeypatch.setattr(
            Path,
            "read_text",
            lambda path, *a, **o: (
                f"0::{self.own}\n" if path == Path("/proc/self/cgroup") else real_read(path, *a, **o)
            ),
        )

    def group(self, name: str, *pids: int) -> Path:
        """A group with processes."""
        folder = self.root / name
        folder.mkdir()
        self._real_write(folder / "cgroup.procs", "".join(f"{pid}\n" for pid in pids))
        return folder

    def refill(self, folder: Path) -> None:
        """Give a group the files of a new one."""
        for name, mode in self.modes.items():
            if folder == self.root and not name.startswith("cgroup."):
                continue
            self._real_write(folder / name, self.files.get(name, ""))
            (folder / name).chmod(mode)

    def _mkdir(self, folder: Path, *, exist_ok: bool = False) -> None:
        if folder.parent in self.unwritable:
            raise PermissionError(errno.EACCES, "not yours", str(folder))
        if exist_ok and folder.exists():
            return
        self._real_mkdir(folder)
        self.refill(folder)

    def _write(self, path: Path, text: str) -> int:
        folder = path.parent
        if folder in self.unwritable:
            raise PermissionError(errno.EACCES, "not yours", str(path))
        if path.name == "cgroup.subtree_control":
            if folder != self.root and (folder / "cgroup.procs").read_text().split():
                raise OSError(errno.EBUSY, "it has processes of its own", str(path))
            text = " ".join(word.removeprefix("+") for word in text.split())
        if path.name == "cgroup.procs":
            for other in self.root.rglob("cgroup.procs"):
                pids = other.read_text().split()
                if text in pids:
                    self._real_write(other, "\n".join(pid for pid in pids if pid != text))
            text = path.read_text() + f"{text}\n"
        return self._real_write(path, text)

    def _rmdir(self, folder: Path) -> None:
        if any(entry.is_dir() for entry in folder.iterdir()):
            raise OSError(errno.EBUSY, "it has groups", str(folder))
        shutil.rmtree(folder)


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeKernel:
    return FakeKernel(tmp_path / "cgroup", monkeypatch)


def made_below(base: Path) -> list[str]:
    """Folders of the service's boxes, below a group."""
    return [folder.name for folder in base.glob(f"{cgroup.PREFIX}*/box-*")]


def test_a_service_in_the_root_makes_groups_there(kernel: FakeKernel) -> None:
    parent = cgroup.find_parent()
    assert parent is not None
    assert parent.missing == ()
    parent.make()
    assert made_below(kernel.root) == ["box-1"]
    assert set((kernel.root / "cgroup.subtree_control").read_text().split()) == {"memory", "pids"}


def test_boxes_go_beside_the_service_where_its_parent_is_its_own(kernel: FakeKernel) -> None:
    kernel.group("slice")
    kernel.group("slice/service", 100)
    kernel.own = "/slice/service"
    parent = cgroup.find_parent()
    assert parent is not None
    parent.make()
    assert made_below(kernel.root / "slice") == ["box-1"]
    assert (kernel.root / "slice/service/cgroup.procs").read_text().split() == ["100"]


def test_a_delegated_group_is_vacated_for_its_boxes(kernel: FakeKernel) -> None:
    system = kernel.group("system.slice")
    own = kernel.group("system.slice/rewardd.service", 100, 101)
    kernel.unwritable.add(system)
    kernel.own = "/system.slice/rewardd.service"
    parent = cgroup.find_parent()
    assert parent is not None
    parent.make()
    assert made_below(own) == ["box-1"]
    assert (own / cgroup.LEAF / "cgroup.procs").read_text().split() == ["100", "101"]
    assert (own / "cgroup.procs").read_text().split() == []


def test_nothing_is_made_where_nothing_is_delegated(kernel: FakeKernel) -> None:
    own = kernel.group("session", 100)
    kernel.unwritable |= {own, kernel.root}
    kernel.own = "/session"
    assert cgroup.find_parent() is None
    assert (own / "cgroup.procs").read_text().split() == ["100"]


def test_without_its_controllers_version_2_is_no_use(kernel: FakeKernel) -> None:
    kernel.files["cgroup.controllers"] = "hugetlb\n"
    kernel.refill(kernel.root)
    assert cgroup.find_parent() is None


def test_a_group_that_was_given_no_controllers_is_left_as_it_is(kernel: FakeKernel) -> None:
    kernel.files["cgroup.controllers"] = "cpu\n"
    own = kernel.group("session", 100)
    kernel.own = "/session"
    kernel.unwritable.add(kernel.root)
    assert cgroup.find_parent() is None
    assert (own / "cgroup.procs").read_text().split() == ["100"]


def test_the_agent_reads_and_limits_a_group(kernel: FakeKernel) -> None:
    parent = cgroup.find_parent()
    assert parent is not None
    group = parent.make()
    (folder,) = group.folders
    inside = inner_cgroup.Cgroup(group.files)
    assert group.oom_kills() == inside.oom_kills() == 3
    assert inside.cpu_ns() == 1_500_000
    assert inside.peak_bytes() == 8192 - (6000 - 2000)  # without files that are no shared memory
    inside.limit_memory(1_000_000)
    assert (folder / "memory.max").read_text() == "1004096"
    assert (folder / "memory.swap.max").read_text() == "0"
    inside.set("pids.limit", 65)
    assert (folder / "pids.max").read_text().startswith("65")


def test_the_peak_is_read_from_the_open_file_by_which_it_was_reset(kernel: FakeKernel) -> None:
    parent = cgroup.find_parent()
    assert parent is not None
    files = parent.make().files
    os.lseek(files["memory.reset"], 5, os.SEEK_SET)
    assert os.lseek(files["memory.peak"], 0, os.SEEK_CUR) == 5


@pytest.mark.parametrize("mode", [0o444, None], ids=["read-only", "absent"])
def test_a_peak_that_cannot_be_forgotten_is_not_used(kernel: FakeKernel, mode: int | None) -> None:
    del kernel.modes["memory.peak"]
    if mode is not None:
        kernel.modes["memory.peak"] = mode
    parent = cgroup.find_parent()
    assert parent is not None
    inside = inner_cgroup.Cgroup(parent.make().files)
    inside.limit_memory(1_000_000)
    assert inside.peak_bytes() is None
    assert inside.limits_memory


def test_files_that_were_read_count_for_nobody(kernel: FakeKernel) -> None:
    parent = cgroup.find_parent()
    assert parent is not None
    group = parent.make()
    inside = inner_cgroup.Cgroup(group.files)
    cached = 100 << 20
    (group.folders[0] / "memory.current").write_text(str(cached + 3000))
    inside.limit_memory(50 << 20)
    read = 5 << 20
    (group.folders[0] / "memory.peak").write_text(str(cached + read + 8192))
    (group.folders[0] / "memory.stat").write_text(f"anon 8000\nfile {cached + read + 192}\nshmem 192\n")
    assert inside.peak_bytes() == 8192
    assert not inside.is_full()


@pytest.mark.parametrize("kind", ["anon", "shmem"])
def test_full_is_who_cannot_give_anything_back(
    kernel: FakeKernel, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(inner_cgroup, "own_bytes", lambda: 10 << 20)
    parent = cgroup.find_parent()
    assert parent is not None
    group = parent.make()
    inside = inner_cgroup.Cgroup(group.files)
    inside.limit_memory(300 << 20)
    (group.folders[0] / "memory.current").write_text(str(600 << 20))
    assert not inside.is_full()
    counts = {"anon": 1000, "file": 2000, "shmem": 1000} | {kind: 500 << 20}
    (group.folders[0] / "memory.stat").write_text("".join(f"{k} {v}\n" for k, v in counts.items()))
    assert inside.is_full()


def test_groups_of_dead_services_are_removed_and_others_stay(kernel: FakeKernel) -> None:
    dead = kernel.group(f"{cgroup.PREFIX}4194305-1")
    living = kernel.group(f"{cgroup.PREFIX}{os.getpid()}-1")
    kernel.group(f"{dead.name}/box-1")
    assert cgroup.find_parent() is not None
    assert not dead.exists()
    assert living.exists()


def test_all_groups_are_removed_at_the_end(kernel: FakeKernel) -> None:
    before = {path for path in kernel.root.rglob("*") if path.is_dir()}
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    parent = cgroup.find_parent()
    assert parent is not None
    groups = [parent.make() for _ in range(3)]
    groups[0].remove()
    parent.remove()
    for group in groups[1:]:
        group.remove()
    assert {path for path in kernel.root.rglob("*") if path.is_dir()} == before
    assert len(list(Path("/proc/self/fd").iterdir())) == descriptors
