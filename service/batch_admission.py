"""Batches that are let in: so many at once, and so many items in them; the others are refused or wait.

A batch is refused or let in whole, so that it is never half answered.
"""

import contextlib
import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from sandbox.pace import Pace
from sandbox.room import Room
from sandbox.turns import ASKER, be_patient
from service.entrance import Entrance
from service.errors import ServiceError
from service.line import FIRST_GUESS, LEAST_WAIT_S

__all__ = ["Admitted", "BatchAdmission"]


@dataclass(slots=True, kw_only=True, eq=False)
class Admitted:
    """A batch that has been let in, or wants to be."""

    name: str
    client: str
    items: int
    left: int
    """Items without an answer."""
    pace: Pace

    def answered(self) -> None:
        """Note that an item has its answer."""
        self.left -= 1
        self.pace.left()


class BatchAdmission:
    """Lets batches in.

    Args:
        most: So many at once.
        most_items: So many items in all of them; a larger one is let in when there is no other.
    """

    def __init__(self, *, most: int, most_items: int) -> None:
        self._places = Room(most)
        self._items = Room(most_items)
        self._inside: dict[str, Admitted] = {}
        self._entrance = Entrance(fits=self._fits, enter=self._enter, leave=self._leave)
        self._names = map(str, itertools.count(1))
        self._pace = Pace(FIRST_GUESS)

    @property
    def items(self) -> int:
        """The items of all batches inside."""
        return self._items.held

    @contextlib.asynccontextmanager
    async def admitted(self, items: int) -> AsyncIterator[Admitted]:
        """What is asked inside is asked by a batch of its own, which waits where single requests are refused.

        A batch of one is taken for a single request that waits.

        Raises:
            ServiceError: there is no room; with an estimate of when a place will come free.
        """
        asker = ASKER.get()
        if items < 2:
            be_patient()
            yield Admitted(name="", client=asker.client, items=items, left=items, pace=Pace(FIRST_GUESS))
            return
        batch = Admitted(
            name=next(self._names), client=asker.client, items=items, left=items, pace=self._pace
        )
        if asker.patient:
            await self._entrance.wait(asker.path, batch)
        elif self._fits(batch):
            self._enter(batch)
        else:
            raise self._full()
        ASKER.set(replace(asker, batch=batch.name, patient=True))
        try:
            yield batch
        finally:
            self._leave(batch)
            self._entrance.let_in()

    def _fits(self, batch: Admitted) -> bool:
        if not self._inside:
            return True
        return self._places.has(batch.client) and self._items.has(batch.client, batch.items)

    def _enter(self, batch: Admitted) -> None:
        self._inside[batch.name] = batch
        self._places.enter(batch.client)
        self._items.enter(batch.client, batch.items)
        self._pace.begin()

    def _leave(self, batch: Admitted) -> None:
        del self._inside[batch.name]
        self._places.leave(batch.client)
        self._items.leave(batch.client, batch.items)
        self._pace.left(0, last=not self._inside)

    def _full(self) -> ServiceError:
        """All inside go forward side by side, so the one with the least left ends first."""
        least = min(max(1, batch.left) for batch in self._inside.values())
        wait_s = self._pace.seconds_for(least * len(self._inside))
        return ServiceError(
            429,
            "queue_full",
            "There is no room for another batch; try again later.",
            retry_after_s=max(LEAST_WAIT_S, wait_s),
        )
