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
import sys
from typing import Any

from sandbox.box.agent import template
from sandbox.box.agent.box import Box, converse
from sandbox.box.agent.cgroup import Cgroup
from sandbox.box.agent.interpreter import import_modules
from sandbox.box.agent.kernel import PR_SET_DUMPABLE, prctl
from sandbox.box.agent.population import Population
from sandbox.box.agent.script import prepare_script, run_script
from sandbox.box.agent.settings import Settings
from sandbox.box.agent.start import forget_package, is_started_again, start_again
from sandbox.docker.container_folders import ContainerFolders
from sandbox.docker.root import enter_root

CONTROL_GROUP = "/sys/fs/cgroup"
CGROUP_FILES = {
    "cpu.usage": ("cpuacct/cpuacct.usage",),
    "cpu.stat": ("cpu.stat",),
    "memory.events": ("memory/memory.oom_control", "memory.events"),
}
"""Where the container's own group is to be read, in both versions of control groups."""


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
    box = Box(Population(sock, cgroup, order_of_dying, settings, ContainerFolders()))
    return prepare_script(converse(box))


if __name__ == "__main__":
    run_script(*main())
