"""Several replicas judge one batch, and every item is answered once, whatever fails.

Chunks of items wait in one line. Lanes take them from it: a few judge where the batch arrived, the others
send theirs away. A lane that is done takes the next chunk, so whoever is fast gets more, and since the
lanes here wait for nobody, the batch ends even if nothing that was sent away comes back.

A chunk that is lost goes back to the head of the line; judging changes nothing, so it may be done again.
When the line is empty, a chunk that takes much longer than the others did is given to a second lane, and
after twice that time to a third; the first answer counts.
"""

import asyncio
import contextlib
import logging
import statistics
import time
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

ResultT = TypeVar("ResultT")
Judge = Callable[[Sequence[int]], Awaitable[Sequence[ResultT]]]
"""Results of the items with these indexes, in their order."""

LOG = logging.getLogger(__name__)

LANES_HERE = 2
"""One chunk's last item and the next one's first overlap."""
TRIES = 3
"""So often a chunk is lost before its items are given up: perhaps it is what kills its judges."""
FIRST_PAUSE_S = 0.05
LONGEST_PAUSE_S = 5.0
"""A lane whose chunk did not arrive pauses before its next one, twice as long every time."""


class Unsent(Exception):
    """Nobody took the chunk: there is no other replica, or all have more than enough to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a chunk may take before it is given to another lane too."""

    factor: float = 3.0
    """So many times the median of those that are done."""
    least_s: float = 1.0
    unknown_s: float = 30.0
    """As long as none is done."""

    def for_one(self, durations_s: Sequence[float]) -> float:
        """Seconds, by how long others took."""
        if not durations_s:
            return self.unknown_s
        return max(self.least_s, self.factor * statistics.median(durations_s))


@dataclass(slots=True, eq=False)
class _Chunk:
    indexes: Sequence[int]
    copies: int = 0
    """Lanes that have it now."""
    here: bool = False
    """Whether one of those is here."""
    given_at: float = 0.0
    """When the last of them got it."""
    losses: int = 0
    done: bool = False


class Race(Generic[ResultT]):
    """One batch on its way through the lanes."""

    def __init__(
        self,
        chunks: Sequence[Sequence[int]],
        *,
        here: Judge[ResultT],
        away: Judge[ResultT],
        lanes_away: int,
        give_up: Callable[[int, Exception], ResultT],
        patience: Patience | None = None,
    ) -> None:
        """Prepare it.

        Args:
            chunks: The items' indexes; each item is in one chunk.
            here: Judges in this process.
            away: Judges elsewhere; raises `Unsent` when nobody takes it, anything else when it is lost.
            lanes_away: How many chunks may be away at once.
            give_up: The result of an item whose chunk was lost `TRIES` times, from the last error.
            patience: When a chunk counts as late.
        """
        self._chunks = [_Chunk(indexes) for indexes in chunks]
        self._here = here
        self._away = away
        self._lanes_away = lanes_away
        self._give_up = give_up
        self._patience = patience or Patience()
        self._line = deque(self._chunks)
        self._left = len(self._chunks)
        self._durations_s: list[float] = []
        self._change = asyncio.Event()
        self._answers: asyncio.Queue[tuple[int, ResultT]] = asyncio.Queue()

    async def answers(self) -> AsyncGenerator[tuple[int, ResultT], None]:
        """Every item's result once, by index, as they come. Leaving it ends all that is under way."""
        total = sum(len(chunk.indexes) for chunk in self._chunks)
        lanes = [asyncio.create_task(self._lane(self._here, here=True)) for _ in range(LANES_HERE)]
        lanes += [asyncio.create_task(self._lane(self._away, here=False)) for _ in range(self._lanes_away)]
        try:
            for _ in range(total):
                yield await self._answers.get()
        finally:
            for lane in lanes:
                lane.cancel()
            await asyncio.gather(*lanes, return_exceptions=True)

    async def _lane(self, judge: Judge[ResultT], *, here: bool) -> None:
        pause_s = FIRST_PAUSE_S
        while (chunk := await self._next(here=here)) is not None:
            begun_at = time.monotonic()
            try:
                results = await judge(chunk.indexes)
                if len(results) != len(chunk.indexes):
                    raise ValueError(f"{len(results)} results for {len(chunk.indexes)} items")
            except Exception as error:  # noqa: BLE001 - whatever it is, the items want their answers
                self._lost(chunk, error, here=here)
                await asyncio.sleep(pause_s)
                pause_s = min(LONGEST_PAUSE_S, 2 * pause_s)
            else:
                pause_s = FIRST_PAUSE_S
                self._leave(chunk, here=here)
                self._durations_s.append(time.monotonic() - begun_at)
                self._finish(chunk, results)

    async def _next(self, *, here: bool) -> _Chunk | None:
        """The chunk that this lane is to judge now; `None` at the end."""
        while self._left:
            chunk, wait_s = (self._line.popleft(), 0.0) if self._line else self._latest(here=here)
            if chunk is not None:
                chunk.given_at = time.monotonic()
                chunk.copies += 1
                chunk.here |= here
                self._tell()
                return chunk
            change = self._change
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await change.wait()
        return None

    def _latest(self, *, here: bool) -> tuple[_Chunk | None, float | None]:
        """The chunk that has been late for longest, or how long until one may be."""
        patience_s = self._patience.for_one(self._durations_s)
        late_at = {
            chunk: chunk.given_at + patience_s * 2 ** (chunk.copies - 1)
            for chunk in self._chunks
            if not chunk.done and not (here and chunk.here)
        }
        if not late_at:
            return None, None
        chunk = min(late_at, key=late_at.__getitem__)
        wait_s = late_at[chunk] - time.monotonic()
        return (chunk, 0.0) if wait_s <= 0 else (None, wait_s)

    def _lost(self, chunk: _Chunk, error: Exception, *, here: bool) -> None:
        self._leave(chunk, here=here)
        if chunk.done:
            return
        if not isinstance(error, Unsent):
            chunk.losses += 1
            LOG.warning("a chunk was lost", extra={"items": len(chunk.indexes), "reason": repr(error)})
        if chunk.copies:
            return
        if chunk.losses >= TRIES:
            self._finish(chunk, [self._give_up(index, error) for index in chunk.indexes])
        else:
            self._line.appendleft(chunk)
            self._tell()

    def _leave(self, chunk: _Chunk, *, here: bool) -> None:
        chunk.copies -= 1
        if here:
            chunk.here = False

    def _finish(self, chunk: _Chunk, results: Sequence[ResultT]) -> None:
        if chunk.done:
            return
        chunk.done = True
        self._left -= 1
        for answer in zip(chunk.indexes, results, strict=True):
            self._answers.put_nowait(answer)
        self._tell()

    def _tell(self) -> None:
        """Wake the lanes that wait."""
        self._change.set()
        self._change = asyncio.Event()
