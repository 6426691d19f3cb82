import asyncio
from collections import deque
from collections.abc import Sequence

from sandbox.base import WorkerOutcome, WorkerResult
from sandbox.errors import BoxFailed
from sandbox.spans import begin
from sandbox.worker_process import encode

__all__ = ["Caller"]

_CHUNK_S = 0.020
"""How long a chunk is to take; the first has few items, as nobody knows yet how long one takes."""
_FIRST_CHUNK_ITEMS = 4
_CHUNK_ITEMS = 512
_CHUNK_BYTES = 1_000_000
_DEATHS_OF_ONE_ITEM = 2
_LOST_CHUNKS_IN_A_ROW = 8


class Caller:
    """One call of `map`: the items nobody has begun, and the results nobody has fetched."""

    def __init__(
        self, function: str, items: Sequence[object], deadline_ms: int, path: tuple[str, ...]
    ) -> None:
        self.function = function
        self.deadline_ms = deadline_ms
        self.path = path
        """Whose it is (`sandbox.turns`)."""
        self.waiting = set(range(len(items)))
        """The items without a result."""
        self._items = items
        self._pending = deque(range(len(items)))
        self._ready: list[WorkerResult] = []
        self._news = asyncio.Event()
        self._error: Exception | None = None
        self._deaths: dict[int, int] = {}
        self._lost_chunks = 0
        self._chunk_items = float(_FIRST_CHUNK_ITEMS)
        self._came_s = asyncio.get_running_loop().time()
        self._queue = begin("queue")
        self.waits = True
        """Whether none of its items was begun yet."""

    @property
    def pending(self) -> int:
        """How many items nobody has begun."""
        return len(self._pending)

    def take(self, workers: int) -> tuple[list[int], list[bytes]]:
        """The next items to begin, one worker's share of them: where they stand, and encoded."""
        share = -(-len(self._pending) // workers)
        most = max(1, min(int(self._chunk_items), share))
        indexes: list[int] = []
        encoded: list[bytes] = []
        size = 0
        while self._pending and len(indexes) < most and size < _CHUNK_BYTES:
            index = self._pending.popleft()
            if index not in self.waiting:
                continue
            try:
                encoded.append(encode(self._items[index]))
            except (TypeError, ValueError) as error:
                self.fail(TypeError(f"item {index} is not plain JSON data: {error}"))
                return [], []
            indexes.append(index)
            size += len(encoded[-1])
        return indexes, encoded

    def take_back(self, indexes: Sequence[int]) -> None:
        """Queue items again, in front."""
        self._pending.extendleft(reversed(indexes))

    def deliver(self, results: Sequence[WorkerResult]) -> None:
        """Hand over results, once each."""
        for result in results:
            if result.index in self.waiting:
                self.waiting.discard(result.index)
                self._ready.append(result)
        self._news.set()

    async def results(self) -> list[WorkerResult]:
        """What has come in since the last call; nothing when all has."""
        while not self._ready:
            if self._error is not None:
                raise self._error
            if not self.waiting:
                return []
            self._news.clear()
            await self._news.wait()
        ready, self._ready = self._ready, []
        return ready

    def worker_died_at(self, index: int) -> None:
        """Count it; the second worker to die of one item was killed by it."""
        self._deaths[index] = self._deaths.get(index, 0) + 1
        if self._deaths[index] >= _DEATHS_OF_ONE_ITEM:
            self.deliver([WorkerResult(index, WorkerOutcome.DIED, error="the worker died")])

    def worker_died_before(self) -> None:
        """Count it; workers that die before they begin anything will not get better."""
        self._lost_chunks += 1
        if self._lost_chunks >= _LOST_CHUNKS_IN_A_ROW:
            self.fail(BoxFailed("workers die before they begin"))

    def pace(self, items: int, seconds: float) -> None:
        """Size the next chunks by how long one took."""
        self._lost_chunks = 0
        fitting = items * _CHUNK_S / max(seconds, 1e-6)
        self._chunk_items = max(1.0, min(fitting, 4 * self._chunk_items, _CHUNK_ITEMS))

    def fail(self, error: Exception) -> None:
        """End the call with an error."""
        self._error = error
        self.leave()
        self._news.set()

    def had_its_turn(self) -> float:
        """Note that its first item is begun; how many seconds that took."""
        self.waits = False
        if self._queue is not None:
            self._queue.end()
        return asyncio.get_running_loop().time() - self._came_s

    def leave(self) -> None:
        """Nobody waits any more: begin nothing else."""
        if self.waits:
            self.had_its_turn()
        self._pending.clear()
        self.waiting.clear()
