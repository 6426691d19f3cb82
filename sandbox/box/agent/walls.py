"""The agent's way into its box: user, mounts and `/proc`."""

from __future__ import annotations

import os
import socket

from sandbox.box.agent.descriptors import write_file
from sandbox.box.agent.kernel import (
    MS_BIND,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_RDONLY,
    MS_REMOUNT,
    PR_CAPBSET_DROP,
    PR_SET_DUMPABLE,
    libc,
    mount,
    prctl,
)


def set_up_box(uid: int, gid: int) -> int:
    """Turn a freshly cloned process into the root of its own small world.

    Returns:
        A descriptor of this process's `oom_score_adj`, opened while `/proc` could still be written to.
    """
    write_file("/proc/self/setgroups", b"deny")
    write_file("/proc/self/uid_map", f"{uid} {uid} 1".encode())
    write_file("/proc/self/gid_map", f"{gid} {gid} 1".encode())
    socket.sethostname("box")
    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    # No user namespace below this one, whatever the seccomp filter may have overlooked.
    write_file("/proc/sys/user/max_user_namespaces", b"0")
    for capability in range(64):
        if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            break
    order_of_dying = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
    # A mount with a file open for writing cannot be made read-only, so candidates get another one on top.
    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    mount(None, "/proc", None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC)
    prctl(PR_SET_DUMPABLE, 0)
    return order_of_dying
