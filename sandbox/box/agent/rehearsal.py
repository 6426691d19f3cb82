"""Runs of our own in the template: what the interpreter makes at first runs is then there in every fork."""

from __future__ import annotations

import marshal
import os
import socket
import sys

from sandbox.box.agent.box import Box
from sandbox.box.agent.candidate import Launch
from sandbox.box.agent.cgroup import Cgroup
from sandbox.box.agent.descriptors import close_all, write_all
from sandbox.box.agent.folders import Folders
from sandbox.box.agent.frames import Header, read_frame, write_frame
from sandbox.box.agent.interpreter import open_standard_streams
from sandbox.box.agent.population import Population
from sandbox.box.agent.settings import Settings
from sandbox.box.agent.surroundings import WRITABLE

SCRIPTS = 2
CASES = 10
"""CPython adapts the code of a function after eight calls."""
INPUT = b"3\n1 2 2\nabc\n"
SCRIPT = """
import sys
from collections import Counter, defaultdict, deque
class Solution:
    def __init__(self):
        self.seen = set()
    def solve(self, numbers):
        best = 0
        for index, number in enumerate(numbers):
            self.seen.add(number)
            best = max(best, number * index, key=lambda value: value)
        return [best, len(self.seen), sum(numbers), min(numbers)]
count = int(input())
numbers = list(map(int, input().split()))
text = sys.stdin.readline().strip()
counts = Counter(numbers)
graph = defaultdict(list)
for number in numbers:
    graph[number % 2].append((number, text[number % 3]))
queue = deque(sorted(graph.items()))
while queue:
    key, values = queue.popleft()
print(*Solution().solve(numbers), f"{counts[2]} {key:02d} {1 / count:.3f}")
sys.stdout.write(" ".join(str(number) for number in numbers) + "\\n")
"""

LIMITS = {
    "cpu_ms": 10_000, "wall_ms": 10_000, "memory_bytes": 1 << 28, "output_bytes": 1 << 20,
    "disk_bytes": 1 << 20, "processes": 64,
}  # fmt: skip
JOB: Header = {
    "run": {"argv": ["python3", "/rehearsal"], "env": {}, "warm": "python"},
    "limits": LIMITS,
    "channel": False,
    "session": False,
    "cases": 1,
    "fetch": [],
}
CGROUP = {
    "memory.limit": b"0", "memory.usage": b"0", "memory.peak": b"0", "memory.reset": b"0",
    "memory.events": b"oom_kill 0", "memory.stat": b"cache 0 rss 0 shmem 0", "pids.limit": b"0",
    "pids.current": b"1", "cpu.usage": b"0",
}  # fmt: skip
"""A group that limits nothing and counts nothing."""


def rehearse_script() -> None:
    """Run what most scripts do."""
    for _ in range(SCRIPTS):
        os.lseek(0, 0, os.SEEK_SET)
        open_standard_streams()
        exec(compile(SCRIPT, "rehearsal", "exec", dont_inherit=True), {"__name__": "rehearsal"})
        sys.stdout.flush()


def rehearse_case(settings: Settings) -> Launch | None:
    """Run a case here as an agent does, in a cgroup of plain files. Returns a launch only in its candidate.

    What the interpreter makes and adapts at the first calls is then there in every box, which would have to
    copy the pages it writes to. Mounts are left out: a template may make none.
    """
    ours, theirs = socket.socketpair()
    files = {name: os.memfd_create(name) for name in CGROUP}
    for name, text in CGROUP.items():
        os.write(files[name], text)
    order_of_dying = os.memfd_create("order")
    folders = Folders()
    folders.mounted = dict.fromkeys(WRITABLE, LIMITS["disk_bytes"])
    sock = socket.SocketType(fileno=theirs.detach())
    population = Population(sock, Cgroup(files), order_of_dying, settings, folders)
    box = Box(population)
    shared_code = population.shared_code
    write_all(shared_code, marshal.dumps(compile(SCRIPT, "rehearsal", "exec", dont_inherit=True)))
    write_frame(ours, JOB)
    write_frame(ours, {"args": [], "files": [], "request": False}, [INPUT])
    try:
        box.job, _ = read_frame(sock)
        box.run_case(*read_frame(sock))
    except Launch as launch:
        return launch
    read_frame(ours)
    ours.close()
    sock.close()
    close_all([*files.values(), order_of_dying, shared_code])
    return None
