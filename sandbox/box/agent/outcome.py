from __future__ import annotations

from sandbox.box.agent.frames import Header


class Outcome:
    """What became of one program run."""

    def __init__(self) -> None:
        self.status = ""
        self.exit_code: int | None = None
        self.signal: int | None = None
        self.cpu_ns = 0
        self.wall_ns = 0
        self.memory_bytes = 0
        self.ended = False

    def header(self) -> Header:
        """As the service reads it."""
        return {
            "status": self.status,
            "exit_code": self.exit_code,
            "signal": self.signal,
            "cpu_ms": self.cpu_ns / 1e6,
            "wall_ms": self.wall_ns / 1e6,
            "memory_bytes": self.memory_bytes,
        }
