"""What a program may use, as limits of each process by itself."""

from __future__ import annotations

import resource

from sandbox.box.agent.cgroup import Cgroup

Limits = dict[str, int]
"""The fields of `sandbox.base.Limits`."""


STACK_BYTES = 256 * 1024 * 1024
"""Judges let a program use its whole memory as stack; this is what the address space is laid out for."""
OPEN_FILES = 1024
SPARES = 2
"""Processes that may wait while a case runs: the spare and the understudy."""


def resource_limits(limits: Limits, cgroup: Cgroup, hard_limits: dict[int, int]) -> list[tuple[int, int]]:
    """The limits that hold in each process by itself, below those of the whole box: pairs for `setrlimit`."""
    cpu_s = limits["cpu_ms"] // 1000 + 2
    table = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: cpu_s,
        resource.RLIMIT_FSIZE: limits["disk_bytes"],
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_NPROC: limits["processes"] + 1 + SPARES * cgroup.counts_processes,
        resource.RLIMIT_STACK: STACK_BYTES,
        resource.RLIMIT_MEMLOCK: 64 * 1024,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_SIGPENDING: 1024,
    }
    if not cgroup.limits_memory:
        # Only a backstop against one huge leap: the watch decides, and runtimes reserve more than they use, a
        # whole stack for each thread among it. Node waits for ever for a thread that it cannot have.
        stacks = limits["processes"] * STACK_BYTES
        table[resource.RLIMIT_DATA] = 2 * limits["memory_bytes"] + 512 * 1024 * 1024 + stacks
    return [
        (what, value if hard_limits[what] == resource.RLIM_INFINITY else min(value, hard_limits[what]))
        for what, value in table.items()
        if what in hard_limits
    ]


def hard_limits() -> dict[int, int]:
    """The most that each limit of a process can be raised to here, of those that can be set."""
    resources = {number for name, number in vars(resource).items() if name.startswith("RLIMIT_")}
    return {what: resource.getrlimit(what)[1] for what in resources if is_settable(what)}


def is_settable(what: int) -> bool:
    """Whether this kernel lets a limit be set: Linux all, gVisor's none of queues of messages and signals."""
    try:
        resource.setrlimit(what, resource.getrlimit(what))
    except ValueError:
        return False
    return True
