"""The box's control group, through files that the service opened."""

from __future__ import annotations

import os

from sandbox.box.agent.processes import own_bytes


class Cgroup:
    """The open files of this box's cgroup; each may be missing, and then the agent measures by itself."""

    def __init__(self, files: dict[str, int]) -> None:
        self.files = files
        self.allowed_bytes = 0

    def join(self) -> None:
        """Move this process, and so all its children, into the cgroup."""
        for name in [name for name in self.files if name.startswith("procs")]:
            os.write(self.files[name], b"0")

    def number(self, name: str) -> int:
        """The first number in a file."""
        return int(os.pread(self.files[name], 64, 0).split()[0])

    def field(self, name: str, key: bytes) -> int:
        """The number behind `key` in a file of such pairs."""
        words = os.pread(self.files[name], 4096, 0).split()
        return int(words[words.index(key) + 1])

    def set(self, name: str, value: int) -> None:
        """Write a number, where there is such a file."""
        if name in self.files:
            os.pwrite(self.files[name], str(value).encode(), 0)

    @property
    def counts_processes(self) -> bool:
        """Whether the kernel counts the processes and threads in this box."""
        return "pids.current" in self.files

    @property
    def limits_memory(self) -> bool:
        """Whether the kernel counts memory for us."""
        return "memory.limit" in self.files

    def limit_memory(self, allowed_bytes: int) -> None:
        """Let the box have so much more than it has now, and forget its peak."""
        if not self.limits_memory:
            return
        used = self.number("memory.usage")
        self.allowed_bytes = allowed_bytes
        self.set("memory.limit", used + allowed_bytes)
        if "memory.reset" in self.files:
            self.set("memory.reset", 0)

    def holdings(self) -> tuple[int, int]:
        """Memory that no file on a disk backs, so that nobody can take it away, and cached files."""
        words = os.pread(self.files["memory.stat"], 8192, 0).split()
        counts = {name: int(count) for name, count in zip(words[::2], words[1::2])}
        if b"anon" in counts:
            anonymous, cached = counts[b"anon"], counts[b"file"]
        else:  # version 1
            anonymous, cached = counts[b"rss"], counts[b"cache"]
        return anonymous + counts[b"shmem"], cached - counts[b"shmem"]

    def is_full(self) -> bool:
        """Whether the box holds more than it may have, cached files left out.

        The kernel kills only when nothing can be taken back any more. Until then a program that filled its
        memory may run for long without coming forward, since the pages of its own code are taken from under
        it and read again.
        """
        if not self.limits_memory or self.number("memory.usage") <= self.allowed_bytes:
            return False
        return self.holdings()[0] - own_bytes() > self.allowed_bytes

    def oom_kills(self) -> int:
        """How often the kernel killed for memory so far."""
        return self.field("memory.events", b"oom_kill") if self.limits_memory else 0

    def peak_bytes(self) -> int | None:
        """Most memory used since the limit was set, if counted.

        Without cached files: who is the first to read a library is charged for it, and nobody after that.
        """
        if "memory.peak" not in self.files:
            return None
        return max(0, self.number("memory.peak") - self.holdings()[1])

    def cpu_ns(self) -> int | None:
        """CPU time of the box so far, this process included, or `None`."""
        if "cpu.usage" in self.files:
            return self.number("cpu.usage")
        if "cpu.stat" in self.files:
            return self.field("cpu.stat", b"usage_usec") * 1000
        return None
