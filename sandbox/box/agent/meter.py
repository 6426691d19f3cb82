from __future__ import annotations

import time

from sandbox.box.agent.cgroup import Cgroup
from sandbox.box.agent.clock import Clock
from sandbox.box.agent.ledger import Ledger


class Meter:
    """What the box used since this object was made; the agent's own share is taken off."""

    def __init__(self, cgroup: Cgroup) -> None:
        self.cgroup = cgroup
        self.started_ns = time.monotonic_ns()
        self.clock = Clock()
        self.cpu_start = cgroup.cpu_ns()
        self.own_start = time.process_time_ns()
        self.oom_start = cgroup.oom_kills()
        self.ledger = Ledger() if self.cpu_start is None else None
        self.peak_seen = 0

    def reaped(self, spent_ns: int) -> None:
        """Take note of CPU time of processes that the agent waited for."""
        if self.ledger is not None:
            self.ledger.reaped_ns += spent_ns

    def cpu_ns(self) -> int:
        """CPU time used, ended processes included."""
        if self.ledger is not None:
            return self.ledger.cpu_ns()
        own = time.process_time_ns() - self.own_start
        return max(0, (self.cgroup.cpu_ns() or 0) - (self.cpu_start or 0) - own)

    def wall_ns(self) -> int:
        """Time passed."""
        return time.monotonic_ns() - self.started_ns
