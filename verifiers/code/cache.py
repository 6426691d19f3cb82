"""Work that was done before, and work that is being done: never twice.

Keys are hashes of everything that decides a result; the caller makes them with `digest`.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

KeyT = TypeVar("KeyT", bound=Hashable)
ValueT = TypeVar("ValueT")


def digest(*parts: bytes | str) -> str:
    """A hash of parts that cannot run into each other."""
    state = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", errors="surrogatepass") if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()


@dataclass(slots=True, kw_only=True)
class CacheCounts:
    """What a cache has been asked, and what it holds."""

    hits: int = 0
    misses: int = 0
    joined: int = 0
    """Asked for while somebody else's work was bringing it."""
    damaged: int = 0
    """Entries that were not what they should be, and so were never used."""
    failures: int = 0
    """Readings and writings that failed, where these can."""
    held_bytes: int = 0


class BoundedCache(Generic[KeyT, ValueT]):
    """Keeps the values used last, of at most `max_bytes` in sum. Not for threads."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._entries: OrderedDict[KeyT, tuple[ValueT, int]] = OrderedDict()
        self.counts = CacheCounts()

    def get(self, key: KeyT) -> ValueT | None:
        """The value, if it is still there."""
        entry = self._entries.get(key)
        if entry is None:
            self.counts.misses += 1
            return None
        self.counts.hits += 1
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, key: KeyT, value: ValueT, size_bytes: int) -> None:
        """Keep a value; one that is larger than everything allowed is not kept."""
        if size_bytes > self._max_bytes:
            return
        if key in self._entries:
            self.counts.held_bytes -= self._entries.pop(key)[1]
        self._entries[key] = (value, size_bytes)
        self.counts.held_bytes += size_bytes
        while self.counts.held_bytes > self._max_bytes:
            self.counts.held_bytes -= self._entries.popitem(last=False)[1][1]


class SharedWork(Generic[ValueT]):
    """A cache in front of work, which is done once for all who ask for it meanwhile.

    Failed work is not kept: everybody waiting gets the exception, and the next one tries anew. Work
    goes on while anybody waits for it; when the last one is cancelled, so is the work.
    """

    def __init__(
        self,
        max_bytes: int,
        size_of: Callable[[ValueT], int],
        may_be_kept: Callable[[ValueT], bool] = lambda _: True,
    ) -> None:
        """`may_be_kept` tells values that hold for this time only."""
        self._cache = BoundedCache[str, ValueT](max_bytes)
        self._size_of = size_of
        self._may_be_kept = may_be_kept
        self._tasks: dict[str, asyncio.Task[ValueT]] = {}
        self._waiting: dict[str, int] = {}
        self.counts = self._cache.counts

    async def get(self, key: str, work: Callable[[], Awaitable[ValueT]]) -> tuple[ValueT, bool]:
        """The value, and whether somebody else's work brought it."""
        value = self._cache.get(key)
        if value is not None:
            return value, True
        task = self._tasks.get(key)
        shared = task is not None
        if shared:
            # What the cache took for a miss is work that is under way.
            self.counts.misses -= 1
            self.counts.joined += 1
        if task is None:
            task = asyncio.ensure_future(self._do(key, work))
            self._tasks[key] = task
        self._waiting[key] = self._waiting.get(key, 0) + 1
        try:
            return await asyncio.shield(task), shared
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key]
                if not task.done():
                    task.cancel()
                    self._forget(key, task)
            del task  # an error that it ended with knows this frame: the two would keep each other

    async def _do(self, key: str, work: Callable[[], Awaitable[ValueT]]) -> ValueT:
        try:
            value = await work()
        finally:
            self._forget(key, asyncio.current_task())
        if self._may_be_kept(value):
            self._cache.put(key, value, self._size_of(value))
        return value

    def _forget(self, key: str, task: asyncio.Task[ValueT] | asyncio.Task[object] | None) -> None:
        if self._tasks.get(key) is task:
            del self._tasks[key]
