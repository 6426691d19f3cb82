"""Load is shed before memory runs out: new bodies are taken only while there is room for them.

Two things can be short: the room for bodies that requests under way hold, which clients share
(`sandbox.room`), and the memory of the machine or the control group. While nothing is held a request is let
in whatever the memory, since then refusing it would not help; so the service never locks itself up.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.pace import Pace
from sandbox.room import Room
from sandbox.turns import Asker
from service.entrance import Entrance
from service.errors import ServiceError

__all__ = ["Headroom", "Hold"]

LOG = logging.getLogger(__name__)

LOOK_EVERY_S = 0.25
RECOVERED = 1.25
"""It takes so many times the spare memory before new work is let in again."""
FIRST_GUESS = 10_000_000.0
"""Bytes of bodies answered in a second, before any has been."""
LEAST_WAIT_S, LONGEST_WAIT_S = 1.0, 600.0
FULL = "The service holds as much as it may; try again later."
LOW = "The service is short of memory; try again later."


@dataclass(slots=True, eq=False)
class Hold:
    """What a request holds."""

    client: str
    count: int
    """Bytes."""


class Headroom:
    """Says whether there is room for a body, and counts what is held.

    Args:
        most_bytes: All bodies that requests under way hold together; when full, a client with less than
            its share is still let in.
        spare_bytes: New work is refused when less memory than this is free; 0 does not look.
        free_bytes: Tells how much is free.
    """

    def __init__(self, *, most_bytes: int, spare_bytes: int, free_bytes: Callable[[], int]) -> None:
        self._room = Room(most_bytes)
        self._spare_bytes = spare_bytes
        self._free_bytes = free_bytes
        self._entrance = Entrance(fits=self._fits, enter=self._enter, leave=self._leave)
        self._pace = Pace(FIRST_GUESS)
        self.low = False
        """Whether memory is short."""

    @property
    def held_bytes(self) -> int:
        """What all requests hold."""
        return self._room.held

    async def enter(self, asker: Asker, count: int) -> Hold:
        """Hold so many bytes; those who are patient wait until they may.

        Raises:
            ServiceError: there is no room, with an estimate of when there will be.
        """
        hold = Hold(asker.client, count)
        if self._fits(hold) and not (asker.patient and self._entrance):
            self._enter(hold)
        elif asker.patient:
            await self._entrance.wait(asker.path, hold)
        else:
            raise self._refusal(count)
        return hold

    def grow(self, hold: Hold, count: int, *, patient: bool) -> None:
        """Hold more, as a body turns out to be larger.

        Raises:
            ServiceError: there is no room for it, and it is not patient: its bytes are half here already.
        """
        if not (patient or self._room.has(hold.client, count)):
            raise self._refusal(count)
        self._room.enter(hold.client, count)
        hold.count += count

    def leave(self, hold: Hold) -> None:
        """Give back what is held."""
        self._leave(hold)
        self._entrance.let_in()

    async def watch(self) -> None:
        """Look at the memory, for ever."""
        while self._spare_bytes:
            self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    def look(self) -> None:
        """Look at the memory once."""
        enough = self._spare_bytes * (RECOVERED if self.low else 1.0)
        free = self._free_bytes()
        if self.low != (free < enough):
            self.low = not self.low
            LOG.warning("memory is %s: %d MiB are free", "short" if self.low else "back", free >> 20)
        self._entrance.let_in()

    def _fits(self, hold: Hold) -> bool:
        return not self._room.held or (not self.low and self._room.has(hold.client, hold.count))

    def _enter(self, hold: Hold) -> None:
        self._room.enter(hold.client, hold.count)
        self._pace.begin()

    def _leave(self, hold: Hold) -> None:
        self._room.leave(hold.client, hold.count)
        self._pace.left(hold.count, last=not self._room.held)

    def _refusal(self, count: int) -> ServiceError:
        """When memory is short, all that is held had better be gone before another try."""
        wait_s = self._pace.seconds_for(self._room.held if self.low else count)
        return ServiceError(
            503,
            "overloaded",
            LOW if self.low else FULL,
            retry_after_s=min(LONGEST_WAIT_S, max(LEAST_WAIT_S, wait_s)),
        )
