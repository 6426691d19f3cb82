"""The first process of a sandbox container. Standard library only; it is part of the image.

    python3 -m sandbox.docker.container_agent SETTINGS

It connects to the socket that the service listens at, in a folder that both see, and then is one of two:

- `"serves": "boxes"`: the template of `sandbox.box.agent`, which forks boxes with namespaces of their own, in
  a root folder of its own (`root.py`). The connection is its control socket.
- `"serves": "job"`: the agent of one box that is the container itself. The connection is the box socket.

In the second case nobody can mount anything, since the container has no capability and its profile forbids
namespaces. What mounts do elsewhere is done by other means here:

- What the container shows and a box would not is closed to candidates by Landlock (`fence.py`).
- The writable folders are the container's tmpfs. They are emptied instead of replaced, and their size is
  that of the container.
- `/submission` cannot be made read-only. Landlock refuses to write to it. Where the kernel has none, its
  modes are taken away, and before each program it is compared with what it was: the change times that the
  kernel keeps cannot be forged. What differs is written again from copies in memory that no program can
  open.
- No control group can be made. The container's own counts the CPU time; memory is watched.
- The user is this container's alone, so that the kernel's limit on a user's processes holds.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import stat
import sys
from typing import Any

from sandbox.box.agent import template
from sandbox.box.agent.box import Box, converse
from sandbox.box.agent.cgroup import Cgroup
from sandbox.box.agent.folders import Folders
from sandbox.box.agent.interpreter import import_modules
from sandbox.box.agent.kernel import PR_SET_DUMPABLE, prctl
from sandbox.box.agent.pipes import READ_BYTES
from sandbox.box.agent.script import prepare_script, run_script
from sandbox.box.agent.settings import Settings
from sandbox.box.agent.start import forget_package, is_started_again, start_again
from sandbox.box.agent.surroundings import SUBMISSION, WRITABLE
from sandbox.docker.fence import raise_fence
from sandbox.docker.root import enter_root

CONTROL_GROUP = "/sys/fs/cgroup"
CGROUP_FILES = {
    "cpu.usage": ("cpuacct/cpuacct.usage",),
    "cpu.stat": ("cpu.stat",),
    "memory.events": ("memory/memory.oom_control", "memory.events"),
}
"""Where the container's own group is to be read, in both versions of control groups."""

Tree = dict[str, tuple[int, ...]]
"""Paths below `/submission` with all that shows a change."""


class ContainerCgroup(Cgroup):
    """The container's own group, read-only: it counts, and limits nothing for a single case."""

    def oom_kills(self) -> int:
        """How often the kernel killed for memory so far."""
        return self.field("memory.events", b"oom_kill") if "memory.events" in self.files else 0


def open_cgroup() -> ContainerCgroup:
    """What can be read of the container's group."""
    files = {}
    for role, candidates in CGROUP_FILES.items():
        for name in candidates:
            path = f"{CONTROL_GROUP}/{name}"
            if os.path.exists(path):
                files[role] = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    return ContainerCgroup(files)


def make_empty(folder: str) -> None:
    """Remove all below a folder, and what was done to the folder itself.

    Folders are flattened rather than descended into: a program may nest them deeper than any path is long.
    """
    os.chmod(folder, 0o755)
    top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        while names := os.listdir(top):
            for name in names:
                if not remove_leaf(top, name):
                    raise_content(top, name)
                    os.rmdir(name, dir_fd=top)
    finally:
        os.close(top)
    for attribute in os.listxattr(folder):
        os.removexattr(folder, attribute)


def remove_leaf(folder: int, name: str) -> bool:
    """Remove what is no folder. Returns whether it was none."""
    try:
        os.unlink(name, dir_fd=folder)
    except IsADirectoryError:
        return False
    return True


def raise_content(top: int, name: str) -> None:
    """Empty the folder `name` by moving the folders in it up to `top`."""
    os.chmod(name, 0o700, dir_fd=top)
    inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
    try:
        for entry in os.listdir(inner):
            if not remove_leaf(inner, entry):
                os.chmod(entry, 0o700, dir_fd=inner)
                os.rename(entry, os.urandom(16).hex(), src_dir_fd=inner, dst_dir_fd=top)
    finally:
        os.close(inner)


def unlock(folder: str, path: str) -> None:
    """Give ourselves the right to read a file and to reach it. Nobody else runs meanwhile."""
    reached = folder
    for part in path.split("/"):
        reached = f"{reached}/{part}"
        try:
            mode = os.lstat(reached).st_mode
            needed = 0o500 if stat.S_ISDIR(mode) else 0o400
            if not stat.S_ISLNK(mode) and mode & needed != needed:
                os.chmod(reached, stat.S_IMODE(mode) | needed)
        except OSError:
            return


def look_at(folder: str) -> Tree:
    """What is below a folder, so that any change shows."""
    tree: Tree = {}
    pending = [folder]
    while pending:
        path = pending.pop()
        status = os.lstat(path)
        tree[path] = (status.st_mode, status.st_ino, status.st_nlink, status.st_size, status.st_ctime_ns)
        if stat.S_ISDIR(status.st_mode):
            pending += [entry.path for entry in os.scandir(path)]
    return tree


class Keepsake:
    """`/submission` as it was when the cases began."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.files: dict[str, tuple[int, int]] = {}
        self.links: dict[str, str] = {}
        self.folders: list[str] = []
        for path, (mode, *_) in look_at(folder).items():
            if stat.S_ISDIR(mode):
                self.folders.append(path)
            elif stat.S_ISLNK(mode):
                self.links[path] = os.readlink(path)
            elif stat.S_ISREG(mode):
                self.files[path] = (copy_into_memory(path), stat.S_IMODE(mode) & 0o555)
        self.close_to_writers()

    def close_to_writers(self) -> None:
        """Take away the modes for writing, and remember how it all looks."""
        for path, (_, mode) in self.files.items():
            os.chmod(path, mode)
        for path in reversed(self.folders):
            os.chmod(path, 0o555)
        self.tree = look_at(self.folder)

    def restore(self) -> None:
        """Undo what programs did, if they did."""
        if look_at(self.folder) == self.tree:
            return
        make_empty(self.folder)
        for path in self.folders[1:]:
            os.mkdir(path)
        for path, target in self.links.items():
            os.symlink(target, path)
        for path, (copy, _) in self.files.items():
            with open(path, "xb") as file:
                written, size = 0, os.fstat(copy).st_size
                while written < size:
                    written += os.sendfile(file.fileno(), copy, written, size - written)
        self.close_to_writers()


def copy_into_memory(path: str) -> int:
    """A file's content as a descriptor that leads to no name."""
    copy = os.memfd_create("keepsake")
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        while os.sendfile(copy, file.fileno(), None, READ_BYTES):
            pass
    return copy


class ContainerFolders(Folders):
    """The container's own folders, where nobody can mount anything."""

    keepsake: Keepsake | None = None

    def raise_fence(self) -> None:
        """What the container shows besides is closed; so is `/submission` to writers when it is sealed."""
        raise_fence([SUBMISSION] if self.keepsake is None else [])

    def reset(self, size_bytes: int) -> None:
        """Empty the writable folders, and see to it that `/submission` is as it was."""
        for folder in WRITABLE:
            make_empty(folder)
        if self.keepsake is not None:
            self.keepsake.restore()

    def read_regular(self, folder: str, path: str, most: int) -> bytes | None:
        """A regular file's content, whatever its mode: elsewhere the agent is root, here it owns the file."""
        unlock(folder, path)
        return super().read_regular(folder, path, most)

    def open_submission(self, size_bytes: int) -> None:
        """It is there already: the container is new."""

    def seal_submission(self) -> None:
        """Keep a copy to compare with."""
        self.keepsake = Keepsake(SUBMISSION)


def connect(path: str, kind: int) -> socket.socket:
    """The service's end is in a folder that the service and this container share."""
    sock = socket.socket(socket.AF_UNIX, kind)
    sock.connect(path)
    return sock


def main() -> tuple[str, int, dict[str, Any]]:
    """Be what the settings say. Returns only in a warm candidate, ready for its script."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    header = json.loads(sys.argv[1])
    if not is_started_again():
        start_again(sys.orig_argv)
    root = sys.path.pop(0)
    if header["serves"] == "boxes":
        with connect(header["socket"], socket.SOCK_SEQPACKET) as control:
            os.dup2(control.fileno(), 0)
        try:
            enter_root(header["uid"], header["gid"])
        except OSError as error:
            sys.exit(f"no root folder can be made for boxes: {error}")
        forget_package(root)
        return template.main()
    settings = Settings(header)
    import_modules(settings.modules)
    sock = connect(header["socket"], socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, header["buffer_bytes"])
    order_of_dying = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
    cgroup = open_cgroup()
    prctl(PR_SET_DUMPABLE, 0)
    template.settle()
    forget_package(root)
    gc.collect()
    gc.freeze()
    box = Box(sock, cgroup, order_of_dying, settings, ContainerFolders())
    return prepare_script(converse(box))


if __name__ == "__main__":
    run_script(*main())
