"""Bounded room that clients share."""

from collections import Counter

__all__ = ["Room"]


class Room:
    """Counts who is inside, and has room until it is full.

    When it is full, there still is room for a client that holds less than its equal share of it, so that
    one client that fills it does not keep others out. All together it never holds more than twice its
    capacity.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._inside: Counter[str] = Counter()
        self._total = 0

    @property
    def held(self) -> int:
        """How much all clients hold together."""
        return self._total

    def has(self, client: str, count: int = 1) -> bool:
        """Whether this client may enter with so many."""
        if self._total + count <= self._capacity:
            return True
        clients = len(self._inside) + (client not in self._inside)
        return clients > 1 and (self._inside[client] + count) * clients <= self._capacity

    def enter(self, client: str, count: int = 1) -> None:
        """Take room, whether there is or not."""
        self._total += count
        self._inside[client] += count

    def leave(self, client: str, count: int = 1) -> None:
        """Give it back."""
        self._total -= count
        self._inside[client] -= count
        if self._inside[client] <= 0:
            del self._inside[client]
