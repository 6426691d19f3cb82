"""The folders of a box that are written to: those of programs, emptied for each case, and `/submission`."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence

from sandbox.box.agent.descriptors import read_all, write_all
from sandbox.box.agent.kernel import (
    MNT_DETACH,
    MS_BIND,
    MS_NOATIME,
    MS_NODEV,
    MS_NOSUID,
    MS_RDONLY,
    MS_REMOUNT,
    check,
    libc,
    mount,
)
from sandbox.box.agent.surroundings import SUBMISSION, WRITABLE

ARTIFACT_BYTES = 64 * 1024 * 1024
ARTIFACT_FILES = 10_000
ARTIFACT_PATHS_CHARS = 512 * 1024
ARTIFACT_DEPTH = 50
"""A compilation that leaves more, under longer names or deeper, is compiled again next time."""
INODES = 100_000
"""Files and folders in each writable folder."""

Artifact = tuple[list[str], list[int], list[bytes]]
"""Paths, modes and contents of files, in the same order."""


class Folders:
    """The folders of one box, as file systems that only the agent can mount."""

    def __init__(self) -> None:
        self.mounted: dict[str, int] = {}
        """How large each folder's file system may grow, in bytes."""
        self.made: dict[str, tuple[int, int]] = {}
        """When each folder was last changed and read, as it says itself, when it was made."""
        self.touched = False
        """Whether anybody may have written to the folders since they were reset."""

    def reset(self, size_bytes: int) -> None:
        """Empty the writable folders, by a new file system where there is anything in the old one."""
        for folder in WRITABLE:
            mounted = folder in self.mounted
            pristine = mounted and self.mounted[folder] == size_bytes
            if pristine and (not self.touched or self.is_pristine(folder)):
                continue
            if mounted:
                check(libc.umount2(folder.encode(), MNT_DETACH), folder)
            mount_fresh(folder, size_bytes)
            self.mounted[folder] = size_bytes
            self.made[folder] = times_of(os.stat(folder))
        self.touched = False

    def is_pristine(self, folder: str) -> bool:
        """Whether nobody left anything: no entry, no mode, no time. (Attributes nobody can set.)"""
        with os.scandir(folder) as entries:
            if any(True for _ in entries):
                return False
        status = os.stat(folder)
        return stat.S_IMODE(status.st_mode) == 0o755 and times_of(status) == self.made[folder]

    def open_submission(self, size_bytes: int) -> None:
        """Make an empty `/submission` to write to."""
        mount_fresh(SUBMISSION, size_bytes)

    def seal_submission(self) -> None:
        """From now on it stays as it is."""
        mount(None, SUBMISSION, None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)

    def raise_fence(self) -> None:
        """In a candidate: hide what the box's mounts show besides. They show nothing else here."""

    def put(
        self, folder: str, paths: Sequence[str], blobs: Sequence[bytes], modes: Sequence[int] = ()
    ) -> None:
        """Write files below a folder, making parents. The service has checked the paths, and so do we."""
        for index, path in enumerate(paths):
            parts = path.split("/")
            if path.startswith("/") or ".." in parts or "" in parts:
                raise ValueError(path)
            target = f"{folder}/{path}"
            if len(parts) > 1:
                os.makedirs(os.path.dirname(target), exist_ok=True)
            mode = modes[index] if modes else 0o644
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
            try:
                write_all(descriptor, blobs[index])
                if mode != 0o644:
                    os.fchmod(descriptor, mode)
            finally:
                os.close(descriptor)

    def read_regular(self, folder: str, path: str, most: int) -> bytes | None:
        """A regular file's content; `None` if it is anything else, absent or too large. Follows no link."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        parent = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            *parents, name = path.split("/")
            for part in parents:
                # Asked before, since gVisor of 2022 follows a link here in spite of the flags.
                if not stat.S_ISDIR(os.stat(part, dir_fd=parent, follow_symlinks=False).st_mode):
                    return None
                inner = os.open(part, flags | os.O_DIRECTORY, dir_fd=parent)
                os.close(parent)
                parent = inner
            before = os.stat(name, dir_fd=parent, follow_symlinks=False)
            if not stat.S_ISREG(before.st_mode) or before.st_size > most:
                return None
            return read_all(os.open(name, flags, dir_fd=parent), before.st_size)
        except OSError:
            return None
        finally:
            os.close(parent)

    def collect_artifact(self) -> Artifact | None:
        """All regular files in `/submission`, or `None` if that is too much or too odd."""
        paths: list[str] = []
        modes: list[int] = []
        blobs: list[bytes] = []
        room, room_for_paths = ARTIFACT_BYTES, ARTIFACT_PATHS_CHARS
        for folder, folders, names in os.walk(SUBMISSION):
            folders.sort()
            if folder.count("/") > ARTIFACT_DEPTH:
                return None
            for name in sorted(names):
                path = f"{folder}/{name}"[len(SUBMISSION) + 1 :]
                try:
                    status = os.lstat(f"{folder}/{name}")
                except OSError:
                    return None
                if not stat.S_ISREG(status.st_mode):
                    continue
                blob = self.read_regular(SUBMISSION, path, room)
                room_for_paths -= len(path)
                if blob is None or len(paths) == ARTIFACT_FILES or room_for_paths < 0:
                    return None
                room -= len(blob)
                paths.append(path)
                modes.append(stat.S_IMODE(status.st_mode) & 0o777)
                blobs.append(blob)
        return paths, modes, blobs


def mount_fresh(folder: str, size_bytes: int) -> None:
    """An empty tmpfs on a folder."""
    options = f"size={max(size_bytes, 4096)},nr_inodes={INODES},mode=0755"
    mount("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOATIME, options)


def times_of(status: os.stat_result) -> tuple[int, int]:
    """What a program may set and a later one read; the kernel sets the first of them with each change too."""
    return status.st_mtime_ns, status.st_atime_ns
