"""Calls of the kernel that Python has no functions for, or only functions that do more."""

from __future__ import annotations

import ctypes
import os
import signal
import struct

# Numbers of <linux/sched.h>, <sys/mount.h>, <linux/prctl.h>, <linux/capability.h>.
CLONE_PARENT = 0x00008000
CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_NOATIME, MS_BIND = 1, 2, 4, 8, 32, 1024, 4096
MNT_DETACH = 2
PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 4, 22, 24, 38
SECCOMP_MODE_FILTER = 2
CAPABILITY_VERSION_3 = 0x20080522
CLONE_NUMBER = {"x86_64": 56, "aarch64": 220}

libc = ctypes.CDLL(None, use_errno=True)
libc.mount.argtypes = (
    ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p,
)  # fmt: skip
libc.umount2.argtypes = (ctypes.c_char_p, ctypes.c_int)
libc.prctl.argtypes = (ctypes.c_int, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong)
libc.capset.argtypes = (ctypes.c_char_p, ctypes.c_char_p)
libc_with_gil = ctypes.PyDLL(None, use_errno=True)
libc_with_gil.syscall.argtypes = (ctypes.c_long,) * 6
libc_with_gil.fork.argtypes = ()
MACHINE = os.uname().machine


def check(result: int, what: str) -> int:
    """Turn a failed libc call into an `OSError`."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)
    return result


def mount(source: str | None, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    """mount(2)."""

    def encoded(text: str | None) -> bytes | None:
        return text.encode() if text is not None else None

    check(libc.mount(encoded(source), encoded(target), encoded(kind), flags, encoded(options)), target)


def prctl(option: int, value: int = 0, pointer: int = 0) -> None:
    """prctl(2)."""
    check(libc.prctl(option, value, pointer, 0, 0), "prctl")


def clone(flags: int) -> int:
    """fork(2) with flags, into new namespaces for one: 0 in the child.

    `os.fork` takes no flags, and `unshare` would need a second fork to get into a new pid namespace.
    """
    # Both architectures take the flags first; all other arguments are null for a plain fork.
    return check(libc_with_gil.syscall(CLONE_NUMBER[MACHINE], flags | signal.SIGCHLD, 0, 0, 0, 0), "clone")


def fork() -> int:
    """fork(2) without what `os.fork` does around it: 0 in the child.

    This process has one thread and holds no lock, so nothing has to be put right in the child; what
    `threading` alone does there writes to 140 pages, each of which the kernel has to copy.
    """
    return check(libc_with_gil.fork(), "fork")


class SeccompProgram(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def drop_capabilities() -> None:
    """Give up all capabilities for good."""
    header = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
    check(libc.capset(header, bytes(24)), "capset")
