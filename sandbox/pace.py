"""How fast a line moves, for honest estimates of when to come again."""

import math
import time
from collections.abc import Callable

__all__ = ["Pace"]

MEMORY_S = 30.0
"""What is longer ago counts for less than a third."""


class Pace:
    """How many leave in a second, over the time in which anybody was there to leave.

    Args:
        first_guess: So many a second, until the first have left.
        clock: Seconds that only go forward.
    """

    def __init__(self, first_guess: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seconds = 1.0 / first_guess
        self._count = 1.0
        self._busy_since: float | None = None

    def begin(self) -> None:
        """Somebody is there now; nothing new if somebody was."""
        if self._busy_since is None:
            self._busy_since = self._clock()

    def left(self, count: int = 1, *, last: bool = False) -> None:
        """So many have left; `last` says that nobody is there any more."""
        self._look()
        self._count += count
        if last:
            self._busy_since = None

    def seconds_for(self, count: float) -> float:
        """How long it takes until so many more will have left."""
        self._look()
        return count * self._seconds / max(self._count, 1e-3)

    def _look(self) -> None:
        """Let busy time pass, also while nobody leaves."""
        if self._busy_since is None:
            return
        now = self._clock()
        elapsed = now - self._busy_since
        self._busy_since = now
        fading = math.exp(-elapsed / MEMORY_S)
        self._seconds = self._seconds * fading + elapsed
        self._count *= fading
