from __future__ import annotations

import time

from sandbox.box.agent.cgroup import Cgroup
from sandbox.box.agent.clock import Clock
from sandbox.box.agent.processes import living_cpu_ns


class Meter:
    """What the box used since this object was made; the agent's own share is taken off."""

    def __init__(self, cgroup: Cgroup) -> None:
        self.cgroup = cgroup
        self.started_ns = time.monotonic_ns()
        self.clock = Clock()
        self.cpu_start = cgroup.cpu_ns()
        self.own_start = time.process_time_ns()
        self.oom_start = cgroup.oom_kills()
        self.living_start = 0 if self.cpu_start is not None else living_cpu_ns()
        self.reaped_ns = 0
        self.peak_seen = 0

    def cpu_ns(self) -> int:
        """CPU time used, ended processes included."""
        if self.cpu_start is None:
            return max(0, self.reaped_ns + living_cpu_ns() - self.living_start)
        own = time.process_time_ns() - self.own_start
        return max(0, (self.cgroup.cpu_ns() or 0) - self.cpu_start - own)

    def wall_ns(self) -> int:
        """Time passed."""
        return time.monotonic_ns() - self.started_ns
