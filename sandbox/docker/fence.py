"""What a candidate in a container may open, told to the kernel by Landlock.

A container shows more than a box: files that the daemon puts there, a mount table that names its folders, a
terminal's `/dev/ptmx`, the whole `/proc`. Nothing of that can be covered without the right to mount. Landlock
needs no right: a process says what it and its descendants may open from now on, by the tables below. What is
already open stays open. Standard library only: this file goes into the images, beside the agent.

Of the files about processes a candidate may read those about itself, not those about its children: to allow a
folder is to allow all below it, and a child's folder has its mount table in it.
"""

from __future__ import annotations

import glob
import os
import stat
import struct
from collections.abc import Iterable

from sandbox.box.agent import surroundings
from sandbox.box.agent.kernel import PR_SET_NO_NEW_PRIVS, check, libc, prctl

IMAGE_FOLDERS = (*surroundings.SYSTEM_FOLDERS, *surroundings.TOOLCHAIN_FOLDERS)
"""Patterns of the image's folders that programs may read and execute."""

IMAGE_FILES = ("/etc/passwd", "/etc/group", "/etc/hosts", "/etc/nsswitch.conf", "/etc/ld.so.cache")

READABLE = (
    *IMAGE_FOLDERS,
    *IMAGE_FILES,
    "/etc/ssl/openssl.cnf",  # Node begins with it, and ends if it is refused; where it is absent, all is well
    *(surroundings.SUBMISSION, "/dev/zero", "/dev/random", "/dev/urandom"),
    *("/proc/cpuinfo", "/proc/filesystems", "/proc/loadavg", "/proc/meminfo", "/proc/stat", "/proc/sys"),
    *("/proc/sysvipc", "/proc/uptime", "/proc/version"),
)
"""The same, and what else programs may read."""

OWN = (
    *("auxv", "cmdline", "comm", "environ", "fd", "fdinfo", "io", "limits", "maps", "mem", "oom_score"),
    *("sched", "schedstat", "smaps", "smaps_rollup", "stat", "statm", "status"),
)
"""What a process may read about itself. What names its mounts is not among it."""

LISTABLE = "/proc"
"""Where processes are counted by their folders."""

WRITABLE = (*surroundings.WRITABLE, "/dev/null", "/dev/full")

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
"""Numbers of the calls, the same on all machines."""
VERSION_PLEASE = 1
PATH_BENEATH = 1

# Rights of <linux/landlock.h>.
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
ALL_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1}
"""By version: moving between folders came with the second, truncating with the third."""
TRUNCATE = 1 << 14
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE
READ = EXECUTE | READ_FILE | READ_DIR


def call(number: int, *arguments: object) -> int:
    """A system call, or `OSError`."""
    return check(libc.syscall(number, *arguments), "landlock")


def landlock_rights() -> int:
    """All rights over files that this kernel can withhold; 0 where it has no Landlock."""
    try:
        version = call(CREATE_RULESET, None, 0, VERSION_PLEASE)
    except OSError:
        return 0
    return ALL_RIGHTS[min(version, max(ALL_RIGHTS))]


def raise_fence(writable: Iterable[str]) -> None:
    """From now on this process opens what the tables name, and below `writable` besides. For good.

    Where the kernel has no Landlock there is no fence.
    """
    rights = landlock_rights()
    if not rights:
        return
    rules = call(CREATE_RULESET, struct.pack("Q", rights), 8, 0)
    for pattern in READABLE:
        for path in glob.iglob(pattern) if "*" in pattern else (pattern,):
            allow(rules, path, READ)
    allow(rules, LISTABLE, READ_DIR)
    for name in OWN:
        allow(rules, f"/proc/self/{name}", READ)
    for path in (*WRITABLE, *writable):
        allow(rules, path, rights)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    call(RESTRICT_SELF, rules, 0)
    os.close(rules)


def allow(rules: int, path: str, rights: int) -> None:
    """Allow what is below a path, if there is such a path."""
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= OF_FILES
        call(ADD_RULE, rules, PATH_BENEATH, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)
