from __future__ import annotations

import time

from sandbox.box.agent.processes import read_text, threads

MS = 1_000_000
"""Nanoseconds."""

KERNEL_STRETCH = 4
"""Of the time in which the kernel has a program wait, for a page above all, one part in so many counts."""


LOOK_INTERVAL_MS = 50
"""Shortest time between two looks at what the threads of a program wait for, while they break no limit."""


class Clock:
    """The time that a program takes for itself: computing, or waiting for what is not the machine.

    On an idle machine that is all the time. On a busy one a program also stands in line for a processor,
    which is none of its doing and so does not count. The kernel tells how long each thread that lives has
    stood in line before it last ran; of those that have ended nobody tells. So while some thread runs or
    would run, what the box computed counts and nothing else; there is no need for more, since the limit of
    CPU time will come. While none would, time counts but for the longest wait of a thread since the last
    look. Threads that wait for the kernel may wait for a page, which is the machine's business, or for
    whatever they asked it to; a part of that time counts.

    No program can hold its clock without computing, and none knows when it is looked at.
    """

    def __init__(self) -> None:
        self.passed_ns = 0
        self.looked_ns = time.monotonic_ns()
        self.cpu_ns = 0
        self.waited: dict[str, int] = {}

    def look(self, cpu_ns: int, limit_ns: int) -> int:
        """Take in what happened since the last look, unless it matters little. Returns the time, in ns.

        Args:
            cpu_ns: CPU time of the box since this clock was made.
            limit_ns: What the time is held against.
        """
        now = time.monotonic_ns()
        since = now - self.looked_ns
        if since < LOOK_INTERVAL_MS * MS and self.passed_ns + since <= limit_ns:
            return self.passed_ns
        states, stood = self.survey()
        computed = min(since, max(0, cpu_ns - self.cpu_ns))
        own = max(computed, since - stood)
        if b"R" in states:
            own = computed
        elif b"D" in states:
            own = max(computed, own // KERNEL_STRETCH)
        self.passed_ns += own
        self.looked_ns, self.cpu_ns = now, cpu_ns
        return self.passed_ns

    def survey(self) -> tuple[set[bytes], int]:
        """The states of all threads, and how long one at most stood in line since the last look, in ns."""
        states = set()
        longest = 0
        waited = {}
        for thread in threads():
            fields = read_text(f"{thread}/stat").rpartition(b")")[2].split()
            times = read_text(f"{thread}/schedstat").split()
            if fields:
                states.add(fields[0])
            if len(times) == 3:
                waited[thread] = int(times[1])
                longest = max(longest, waited[thread] - self.waited.get(thread, 0))
        self.waited = waited
        return states, longest
