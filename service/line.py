"""The bounded line of single math items, and how fast mathematics moves."""

from sandbox.pace import Pace
from sandbox.room import Room
from sandbox.turns import ASKER
from service.errors import ServiceError

FIRST_GUESS = 1_000.0
"""Items a second, before any has been judged."""
LEAST_WAIT_S = 1.0
"""Nobody who is refused is asked to come again sooner."""


class Line:
    """Counts what is under way. Items of batches are bounded by their batches, and do not fill it."""

    def __init__(self, capacity: int) -> None:
        self._room = Room(capacity)
        self._pace = Pace(FIRST_GUESS)
        self.inside = 0

    def enter_alone(self, client: str) -> None:
        """Go in with a single item.

        Raises:
            ServiceError: the line is full; with an estimate of when what is in it will have been judged.
        """
        if not (self._room.has(client) or ASKER.get().patient):
            message = "The queue for mathematics is full; try again later."
            wait_s = self._pace.seconds_for(self.inside)
            raise ServiceError(429, "queue_full", message, retry_after_s=max(LEAST_WAIT_S, wait_s))
        self._room.enter(client)
        self.enter(1)

    def leave_alone(self, client: str) -> None:
        """Go out again."""
        self._room.leave(client)
        self.leave(1)

    def enter(self, count: int) -> None:
        """Go in with items of a batch."""
        self._pace.begin()
        self.inside += count

    def leave(self, count: int) -> None:
        """Go out."""
        self.inside -= count
        self._pace.left(count, last=not self.inside)
