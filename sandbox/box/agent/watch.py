from __future__ import annotations

import os
import signal
import time

from sandbox.box.agent.clock import MS
from sandbox.box.agent.footprint import used_bytes
from sandbox.box.agent.limits import Limits
from sandbox.box.agent.meter import Meter
from sandbox.box.agent.outcome import Outcome
from sandbox.box.agent.population import Population
from sandbox.box.agent.processes import cpu_of
from sandbox.box.agent.program import Program

CHECK_INTERVAL_MS = 200
"""Longest nap between two looks at a running program."""
SHORTEST_NAP_MS = 2
MEMORY_WATCH_INTERVAL_MS = 10
"""Longest nap where no cgroup limits memory and the agent has to look itself."""


class Watch:
    """The run of one program: what it used is counted from the making of this object on.

    Args:
        population: Where the program is, or is going to be.
        limits: What the program may use.
    """

    def __init__(self, population: Population, limits: Limits) -> None:
        self.population = population
        self.cgroup = population.cgroup
        self.limits = limits
        self.meter = Meter(population.cgroup)
        self.main_peak_bytes = 0

    def follow(self, program: Program, session: bool) -> Outcome:
        """Wait until the program ends, breaks a limit or, in a session, answers, and say what happened.

        Nothing of it is left alive, but for a session's program that answered within its limits: it stands
        still, and `ended` of the outcome is false.

        Raises:
            SocketClosed: the service let go.
        """
        # Whoever kills notes the reason first, and that reason is the verdict.
        killed_for = self.wait(program, session)
        outcome = Outcome()
        if not program.ended:
            killed_for = killed_for or self.broken_limit(program)
        if session and killed_for is None and program.answered:
            self.population.freeze()
            outcome.status, outcome.exit_code = "exited", 0
        else:
            outcome.exit_code, outcome.signal = self.reap(program)
            outcome.status = "exited" if outcome.signal is None else "signaled"
            outcome.ended = True
            killed_for = killed_for or self.broken_limit(program)
        outcome.cpu_ns = self.meter.cpu_ns()
        outcome.wall_ns = self.meter.wall_ns()
        peak = self.cgroup.peak_bytes()
        outcome.memory_bytes = peak if peak is not None else max(self.meter.peak_seen, self.main_peak_bytes)
        if killed_for is not None:
            outcome.status, outcome.exit_code, outcome.signal = killed_for, None, None
        return outcome

    def wait(self, program: Program, until_answer: bool) -> str | None:
        """Wait until the program ends, breaks a limit or, if asked, answers. Returns why to kill it."""
        cpu_ns = 0
        while True:
            # First whether it has ended: this process itself may have had to wait long for its processor.
            if not program.exchange(self.population.sock, self.nap_ms(cpu_ns)):
                return "output_limit"
            if program.ended or (until_answer and program.answered):
                return None
            cpu_ns = self.meter.cpu_ns()
            reason = self.exceeded(cpu_ns)
            if reason is not None:
                return reason

    def nap_ms(self, cpu_ns: int) -> float:
        """How long nothing can be missed: until the next limit could be broken at the earliest."""
        left_ms = self.limits["wall_ms"] - self.meter.clock.passed_ns / MS
        naps = [
            CHECK_INTERVAL_MS,
            (self.limits["cpu_ms"] - cpu_ns / MS) / self.population.settings.processors,
            left_ms - (time.monotonic_ns() - self.meter.clock.looked_ns) / MS,
        ]
        if not self.cgroup.limits_memory:
            naps.append(MEMORY_WATCH_INTERVAL_MS)
        return max(min(naps), SHORTEST_NAP_MS)

    def exceeded(self, cpu_ns: int) -> str | None:
        """The limit that a running program has broken, if it has."""
        meter = self.meter
        if cpu_ns > self.limits["cpu_ms"] * MS:
            return "cpu_limit"
        wall_limit_ns = self.limits["wall_ms"] * MS
        if meter.clock.look(cpu_ns, wall_limit_ns) > wall_limit_ns:
            return "wall_limit"
        if self.cgroup.oom_kills() > meter.oom_start or self.cgroup.is_full():
            return "memory_limit"
        if not self.cgroup.limits_memory:
            used = used_bytes(self.limits["memory_bytes"])
            meter.peak_seen = max(meter.peak_seen, used)
            if used > self.limits["memory_bytes"]:
                return "memory_limit"
        return None

    def broken_limit(self, program: Program) -> str | None:
        """The first limit that was broken and not noticed before, if one was."""
        if self.cgroup.oom_kills() > self.meter.oom_start:
            return "memory_limit"
        if self.meter.cpu_ns() > self.limits["cpu_ms"] * MS:
            return "cpu_limit"
        if not program.drain():
            return "output_limit"
        return None

    def reap(self, program: Program) -> tuple[int | None, int | None]:
        """Leave nothing of the program alive. Returns its own exit code or signal."""
        if not program.ended:
            os.kill(program.pid, signal.SIGKILL)
        _, status, usage = os.wait4(program.pid, 0)
        self.meter.reaped(cpu_of(usage))
        self.main_peak_bytes = usage.ru_maxrss * 1024
        if not self.population.is_empty():
            self.meter.reaped(self.population.begin_anew())
        if os.WIFSIGNALED(status):
            return None, os.WTERMSIG(status)
        return os.WEXITSTATUS(status), None
