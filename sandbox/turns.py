"""Whose turn it is: things wait by who asked for them, so that nobody waits behind all that another has sent.

The turns go round the clients; a client's turns go round its single requests, taken together, and each of
its batches; in each of those it is first come, first served. Who asks travels in a context variable: the
things that wait (a job for a box, an item for a worker) are made layers below those who know.
"""

from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

__all__ = ["ASKER", "Asker", "Turns", "be_patient"]

ThingT = TypeVar("ThingT", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """On whose behalf something is done."""

    client: str = ""
    batch: str = ""
    """Names a client's batch; empty for single requests."""
    patient: bool = False
    """Waits, within whatever bounds those above it set, where others are refused."""

    @property
    def path(self) -> tuple[str, ...]:
        """Where its things stand among those of others."""
        return (self.client, "batches", self.batch) if self.batch else (self.client, "singles")


ASKER: ContextVar[Asker] = ContextVar("rewardd_asker", default=Asker())  # noqa: B039 - it is frozen


def be_patient() -> None:
    """From here on, what this task asks waits where others are refused."""
    ASKER.set(replace(ASKER.get(), patient=True))


class Turns(Generic[ThingT]):
    """A line with turns for each branch of a tree of names; a thing stands in it once."""

    def __init__(self) -> None:
        self._branches: OrderedDict[str, Turns[ThingT]] = OrderedDict()
        self._things: OrderedDict[ThingT, None] = OrderedDict()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[ThingT]:
        """All things, in no promised order."""
        for branch in self._branches.values():
            yield from branch
        yield from self._things

    def add(self, path: Sequence[str], thing: ThingT) -> None:
        """Put a thing at the end of those under its path."""
        self._count += 1
        if not path:
            self._things[thing] = None
            return
        branch = self._branches.get(path[0])
        if branch is None:
            branch = self._branches[path[0]] = Turns()
        branch.add(path[1:], thing)

    def take(self) -> ThingT:
        """Take out the thing whose turn it is.

        Raises:
            KeyError: there is none.
        """
        if not self._branches:
            thing, _ = self._things.popitem(last=False)
            self._count -= 1
            return thing
        name, branch = self._branches.popitem(last=False)
        thing = branch.take()
        self._count -= 1
        if branch:
            self._branches[name] = branch
        return thing

    def remove(self, path: Sequence[str], thing: ThingT) -> bool:
        """Take out this thing, and say whether it was there."""
        if not path:
            found = self._things.pop(thing, True) is None
        else:
            branch = self._branches.get(path[0])
            found = branch is not None and branch.remove(path[1:], thing)
            if branch is not None and not branch:
                del self._branches[path[0]]
        self._count -= found
        return found
