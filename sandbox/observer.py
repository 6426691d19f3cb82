"""What happens in a sandbox and in a worker pool, told to whoever counts it: they know no metrics."""

from enum import StrEnum
from typing import Protocol

__all__ = ["UNOBSERVED", "Kill", "Observer", "Queue"]


class Queue(StrEnum):
    """Where work waits for its turn."""

    BOXES = "boxes"
    WORKERS = "workers"


class Kill(StrEnum):
    """Why a process was killed: a limit that it broke, or a silence that only a fault can explain."""

    CPU_LIMIT = "cpu_limit"
    WALL_LIMIT = "wall_limit"
    MEMORY_LIMIT = "memory_limit"
    OUTPUT_LIMIT = "output_limit"
    MATH_DEADLINE = "math_deadline"
    """A worker was at one item for too long."""
    WORKER_SILENT = "worker_silent"
    """A worker did not begin what it was given."""
    BOX_SILENT = "box_silent"
    """A box did not answer, or did not die, long after it should have."""


class Observer(Protocol):
    """Is told what happens, as it happens. Its methods return at once and never raise."""

    def waited(self, queue: Queue, seconds: float) -> None:
        """Work had its turn, after so long."""

    def box_made(self, seconds: float) -> None:
        """A box was ready for its job, so long after it was ordered."""

    def box_lost(self) -> None:
        """A box died under its job, which goes on in another if there is one."""

    def template_restarted(self) -> None:
        """A template was dead, and another was started in its place."""

    def worker_started(self) -> None:
        """A worker was forked."""

    def worker_lost(self) -> None:
        """A worker died that nobody had killed."""

    def killed(self, reason: Kill) -> None:
        """A process was killed, and why."""


class _Unobserved:
    """Nobody counts."""

    def waited(self, queue: Queue, seconds: float) -> None:
        """Nothing."""

    def box_made(self, seconds: float) -> None:
        """Nothing."""

    def box_lost(self) -> None:
        """Nothing."""

    def template_restarted(self) -> None:
        """Nothing."""

    def worker_started(self) -> None:
        """Nothing."""

    def worker_lost(self) -> None:
        """Nothing."""

    def killed(self, reason: Kill) -> None:
        """Nothing."""


UNOBSERVED: Observer = _Unobserved()
