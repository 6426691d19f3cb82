"""`/submission` kept as it was. Standard library only: it goes into the images, beside the agent."""

from __future__ import annotations

import os
import stat

from sandbox.box.agent.pipes import READ_BYTES
from sandbox.docker.emptying import make_empty

Tree = dict[str, tuple[int, ...]]
"""Paths below `/submission` with all that shows a change."""


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
