"""CPU time of a box where no cgroup counts it, from `/proc`."""

from __future__ import annotations

import os

from sandbox.box.agent.processes import processes, read_text

SPENT = slice(11, 13)
"""Where `/proc/PID/stat` has a process's own ticks, behind its name."""
SPENT_BY_CHILDREN = slice(13, 15)
"""Those of children that it waited for, and of theirs."""
BEGAN = 19
"""When it began, by which it is told from another that had its number before."""


class Ledger:
    """What the processes of the box have spent since this object was made.

    The kernel passes a process's time on to the parent that waits for it. Whoever ignores SIGCHLD waits for
    nobody, and what his children spent is nowhere once they have ended. So what each process was seen to
    have spent by itself is added up as well, and the larger sum holds. Only a process that nobody waits for
    and that ends before it is ever looked at costs nothing but what its parent spent to make it.
    """

    def __init__(self) -> None:
        self.tick_ns = 1_000_000_000 // os.sysconf("SC_CLK_TCK")
        self.reaped_ns = 0
        """What those spent whom the agent itself waited for."""
        self.seen: dict[int, tuple[int, int]] = {}
        """When each living process began and what it has spent by itself, in ticks."""
        self.departed = 0
        """The same of those who have ended."""
        self.passed_on_start, self.seen_start = self.look()

    def look(self) -> tuple[int, int]:
        """Ticks of all who live and of children they waited for; and of all ever seen, by themselves."""
        seen = {}
        passed_on = 0
        for pid in processes():
            fields = read_text(f"/proc/{pid}/stat").rpartition(b")")[2].split()
            if len(fields) > BEGAN:
                own = sum(map(int, fields[SPENT]))
                passed_on += own + sum(map(int, fields[SPENT_BY_CHILDREN]))
                seen[pid] = int(fields[BEGAN]), own
        for pid, (began, own) in self.seen.items():
            if pid not in seen or seen[pid][0] != began:
                self.departed += own
        self.seen = seen
        return passed_on, self.departed + sum(own for _, own in seen.values())

    def cpu_ns(self) -> int:
        """CPU time spent so far, ended processes included."""
        passed_on, seen = self.look()
        kernel_ns = self.reaped_ns + (passed_on - self.passed_on_start) * self.tick_ns
        return max(0, kernel_ns, (seen - self.seen_start) * self.tick_ns)
