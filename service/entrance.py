import asyncio
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from sandbox.turns import Turns

__all__ = ["Entrance"]

ThingT = TypeVar("ThingT", bound=Hashable)


class Entrance(Generic[ThingT]):
    """Where those wait who are not refused, until there is room; clients take turns (`sandbox.turns`).

    Whoever is first is not overtaken by a smaller one, or it might wait for ever.

    Args:
        fits: Whether there is room for a thing.
        enter: Gives it its room.
        leave: Takes that back.
    """

    def __init__(
        self,
        *,
        fits: Callable[[ThingT], bool],
        enter: Callable[[ThingT], None],
        leave: Callable[[ThingT], None],
    ) -> None:
        self._fits = fits
        self._enter = enter
        self._leave = leave
        self._waiting: Turns[ThingT] = Turns()
        self._turns: dict[ThingT, asyncio.Future[None]] = {}
        self._first: ThingT | None = None
        """Whose turn it is, taken out of those waiting."""

    def __len__(self) -> int:
        """How many wait."""
        return len(self._turns)

    async def wait(self, path: Sequence[str], thing: ThingT) -> None:
        """Return when the thing has got its room; with an exception it has none."""
        turn = self._turns[thing] = asyncio.get_running_loop().create_future()
        self._waiting.add(path, thing)
        self.let_in()
        try:
            await turn
        except BaseException:
            if turn.done() and not turn.cancelled():
                self._leave(thing)  # its turn came at the same moment
            else:
                self._forget(path, thing)
            self.let_in()
            raise

    def let_in(self) -> None:
        """Let in whoever fits now."""
        while self._turns:
            if self._first is None:
                self._first = self._waiting.take()
            if not self._fits(self._first) or self._turns[self._first].done():
                return  # whoever has just been cancelled is about to leave, and calls this again
            thing, self._first = self._first, None
            self._enter(thing)
            self._turns.pop(thing).set_result(None)

    def _forget(self, path: Sequence[str], thing: ThingT) -> None:
        del self._turns[thing]
        if thing is self._first:
            self._first = None
        else:
            self._waiting.remove(path, thing)
