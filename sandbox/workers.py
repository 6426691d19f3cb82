"""Killable processes for our own code on hostile data: `sandbox.base.WorkerPool` on forked processes.

    map() ── items ──▶ callers, taken in turn ── chunks ──▶ one attendant per worker ──▶ worker
    map() ◀─ results ──────────────────────────────────────── attendant ◀── frames ───────┘
                                                   stocker ── a spare, forked ahead ──▶ attendant

Items travel in chunks, since a frame per item would cost more than most items do. A chunk is sized to
take about 20 ms; callers with one item each share one. When a worker lingers at one item, the rest of its
chunk is taken back and given to others; an item that is thereby done twice counts once, as worker
functions are pure.

A deadline is CPU time of the worker, so that a busy machine changes no verdict; a wall clock forty times
as long stands behind it for what sleeps. A worker past either is killed, and only the item it was at is
lost. An item whose worker dies is tried once more elsewhere: whoever killed it may have meant the worker.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from itertools import islice

from sandbox.base import Readiness, WorkerOutcome, WorkerResult
from sandbox.errors import BoxFailed
from sandbox.observer import UNOBSERVED, Kill, Observer, Queue
from sandbox.spans import begin
from sandbox.turns import ASKER, Turns
from sandbox.worker_process import Frame, Progress, Worker, Zygote, encode

_LOG = logging.getLogger(__name__)

_CHUNK_S = 0.020
_FIRST_CHUNK_ITEMS = 4
_CHUNK_ITEMS = 512
_CHUNK_BYTES = 1_000_000
_MIXED_ITEMS = 16
"""Callers with a single item each share a chunk of so many."""
_MIXED_AT_LEAST = 4
"""So many share one even where other workers are idle: to send a chunk costs as much as to judge a few."""
_LOOKED_AT = 64
"""They are looked for among so many at the head of the line."""
_WALL_PER_CPU = 40
"""Far more than a worker is kept waiting on a machine with twenty runnable processes to a core."""
_LOOK_EVERY_S = 0.020
_SILENCE_S = 15.0
"""A worker that is at no item for so long, with items before it, has been stopped or is stuck."""
_DEATHS_OF_ONE_ITEM = 2
_LOST_CHUNKS_IN_A_ROW = 8
_WORKER_WAIT_S = 60.0
_RESTART_PAUSES_S = (0.0, 0.1, 0.5, 2.0, 5.0)


class ProcessWorkerPool:
    """Worker processes, forked ahead from a process that has imported what they need.

    It belongs to the event loop of its first use, and starts then; `start` does so earlier.
    """

    def __init__(
        self,
        size: int,
        memory_bytes: int,
        preload: tuple[str, ...] = (),
        *,
        observer: Observer = UNOBSERVED,
    ) -> None:
        """Describe the pool.

        Args:
            size: workers that are busy at the same time.
            memory_bytes: what a worker may map beyond what was preloaded.
            preload: modules to import once, before workers are forked.
            observer: is told what happens.
        """
        self._size = size
        self._memory_bytes = memory_bytes
        self._preload = preload
        self._observer = observer
        self._callers: set[_Caller] = set()
        self._line: Turns[_Caller] = Turns()
        """Those of them who have items that nobody has begun."""
        self._idle: deque[asyncio.Future[None]] = deque()
        """Attendants whose workers have nothing to do."""
        self._spares: asyncio.Queue[Worker] = asyncio.Queue(maxsize=1)
        self._zygote: Zygote | None = None
        self._workers: set[Worker] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._start_failure = ""
        self._end = ""
        self._closed = False

    async def start(self) -> None:
        """Fork the workers ahead of the first item."""
        if self._tasks or self._closed:
            return
        self._tasks.append(asyncio.create_task(self._keep_stocked()))
        self._tasks += [asyncio.create_task(self._attend()) for _ in range(self._size)]
        for task in self._tasks:
            task.add_done_callback(self._report_end)

    async def map(
        self, function: str, items: Sequence[object], *, deadline_ms: int
    ) -> AsyncGenerator[WorkerResult, None]:
        """See `sandbox.base.WorkerPool.map`.

        Raises:
            BoxFailed: no worker can be had, or the pool was closed.
            TypeError: an item is not plain JSON data.
        """
        if self._closed:
            raise BoxFailed("the worker pool is closed")
        if not items:
            return
        if not self._tasks:
            await self.start()
        caller = _Caller(function, items, deadline_ms, ASKER.get().path)
        self._callers.add(caller)
        try:
            self._line_up(caller)
            while results := await caller.results():
                for result in results:
                    yield result
        finally:
            if caller.pending:
                self._line.remove(caller.path, caller)
            caller.leave()
            self._callers.discard(caller)

    async def close(self) -> None:
        """Kill all workers; calls under way end with `BoxFailed`."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        if self._zygote is not None:
            await self._zygote.kill()
            self._zygote = None
        await asyncio.gather(*(worker.wait_gone() for worker in self._workers))
        self._workers.clear()
        self._fail_callers("the worker pool was closed")

    def readiness(self) -> Readiness:
        """Not available when closed, broken, or when the last worker that was to start did not."""
        if self._closed:
            return Readiness(available=False, reason=self._end or "the worker pool was closed")
        return Readiness(available=not self._start_failure, reason=self._start_failure)

    def _report_end(self, task: "asyncio.Task[None]") -> None:
        """These tasks run for ever, so one that broke is a bug: nobody shall wait for it in vain."""
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.error("a task of the worker pool broke", exc_info=error)
            self._closed = True
            self._end = f"the worker pool broke: {error!r}"
            self._fail_callers(self._end)

    def _fail_callers(self, reason: str) -> None:
        for caller in self._callers:
            caller.fail(BoxFailed(reason))

    async def _keep_stocked(self) -> None:
        """Keep one spare worker ready, and the zygote alive."""
        failures = 0
        while True:
            try:
                if self._zygote is None:
                    self._zygote = await Zygote.start(self._preload)
                worker = await self._zygote.fork(self._memory_bytes)
            except (BoxFailed, OSError) as error:
                self._start_failure = str(error)
                # An error of the system is ours, not the zygote's, and its workers may live.
                if self._zygote is not None and isinstance(error, BoxFailed):
                    await self._zygote.kill()
                    self._zygote = None
                await asyncio.sleep(_RESTART_PAUSES_S[min(failures, len(_RESTART_PAUSES_S) - 1)])
                failures += 1
                continue
            failures = 0
            self._start_failure = ""
            self._workers.add(worker)
            self._observer.worker_started()
            await self._spares.put(worker)

    async def _attend(self) -> None:
        """Give one worker after another chunks of whoever's turn it is."""
        worker: Worker | None = None
        while True:
            if worker is None or worker.gone():
                self._discard(worker)
                worker = await self._take_spare()
                continue
            chunk = await self._next_chunk()
            if not await self._run(worker, chunk):
                self._discard(worker)
                worker = None

    async def _take_spare(self) -> Worker | None:
        try:
            async with asyncio.timeout(_WORKER_WAIT_S):
                return await self._spares.get()
        except TimeoutError:
            self._fail_callers(f"no worker could be started: {self._start_failure}")
            return None

    def _discard(self, worker: Worker | None) -> None:
        if worker is not None:
            worker.kill()
            self._workers.discard(worker)

    async def _next_chunk(self) -> "_Chunk":
        while not (chunk := self._gather()):
            turn = asyncio.get_running_loop().create_future()
            self._idle.append(turn)
            await turn
        return chunk

    def _gather(self) -> "_Chunk | None":
        """The next chunk: of whoever's turn it is, and of others with as little to do and the same to do."""
        chunk: _Chunk | None = None
        most = self._share()
        while chunk is None and self._line:
            caller = self._line.take()
            chunk = caller.take(self._size)
            if caller.pending:
                self._line.add(caller.path, caller)
        if chunk is None or len(chunk) >= most:
            return chunk
        for caller in list(islice(self._line, _LOOKED_AT)):
            if caller.pending == 1 and chunk.suits(caller):
                self._line.remove(caller.path, caller)
                if more := caller.take(self._size):
                    chunk.add(more)
                if len(chunk) >= most:
                    break
        return chunk

    def _share(self) -> int:
        """How many callers with one item each may share a chunk, so that all workers have enough to do."""
        enough = _MIXED_ITEMS * self._size
        pending = 0
        for caller in self._line:
            pending += caller.pending
            if pending >= enough:
                return _MIXED_ITEMS
        return max(_MIXED_AT_LEAST, -(-pending // self._size))

    def _line_up(self, caller: "_Caller") -> None:
        """Put a caller in line who is not, and wake as many attendants as it has something for."""
        self._line.add(caller.path, caller)
        for _ in range(min(caller.pending, len(self._idle))):
            self._idle.popleft().set_result(None)

    def _give_back(self, chunk: "_Chunk", behind: int = -1) -> None:
        """Let others do what a worker will not get to."""
        for caller in chunk.give_back(behind):
            self._line.remove(caller.path, caller)
            if caller.pending:
                self._line_up(caller)

    async def _run(self, worker: Worker, chunk: "_Chunk") -> bool:
        """Let a worker do a chunk; whether the worker is still good afterwards."""
        for seconds in chunk.first_waits_s():
            self._observer.waited(Queue.WORKERS, seconds)
        loop = asyncio.get_running_loop()
        heard_s = loop.time()
        try:
            worker.give(chunk.function, chunk.encoded)
            while True:
                seen = worker.position()
                if frame := await worker.receive(_LOOK_EVERY_S):
                    heard_s = loop.time()
                    chunk.deliver(frame)
                    if frame.end:
                        chunk.finish()
                        return True
                    continue
                now = worker.progress()
                if now.position is None and loop.time() - heard_s > _SILENCE_S:
                    _LOG.warning("a worker does not begin what it was given; it is killed")
                    self._observer.killed(Kill.WORKER_SILENT)
                    self._give_back(chunk)
                    return False
                if now.position is None or now.position != seen:
                    continue
                heard_s = loop.time()
                if chunk.is_past_deadline(now):
                    self._observer.killed(Kill.MATH_DEADLINE)
                    chunk.settle(now.position, WorkerOutcome.TIMED_OUT, f"past {chunk.deadline_ms} ms")
                    self._give_back(chunk)
                    return False
                if not chunk.retracted:
                    worker.stop_after_current()
                    self._give_back(chunk, behind=now.position)
        except BoxFailed:
            self._observer.worker_lost()
            chunk.lose(worker.position())
            self._give_back(chunk)
            return False


class _Caller:
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

    def take(self, workers: int) -> "_Chunk | None":
        """The next chunk, or `None` when there is nothing to begin."""
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
                return None
            indexes.append(index)
            size += len(encoded[-1])
        return _Chunk(self, indexes, encoded) if indexes else None

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


class _Chunk:
    """Some items on their way through one worker: several of one caller, or one each of several."""

    def __init__(self, caller: _Caller, indexes: list[int], encoded: list[bytes]) -> None:
        self.function = caller.function
        self.deadline_ms = caller.deadline_ms
        self.encoded = encoded
        self.retracted = False
        self.origins = [(caller, index) for index in indexes]
        """Whose each item is, and where it stands among theirs."""
        self._settled: set[int] = set()
        self._begun_s = asyncio.get_running_loop().time()

    def __len__(self) -> int:
        return len(self.origins)

    def first_waits_s(self) -> Iterator[float]:
        """How long those callers waited whose first items are among these."""
        for caller in self._callers():
            if caller.waits:
                yield caller.had_its_turn()

    def suits(self, caller: _Caller) -> bool:
        """Whether the caller's items can travel along."""
        return (caller.function, caller.deadline_ms) == (self.function, self.deadline_ms)

    def add(self, other: "_Chunk") -> None:
        """Take the items of another along."""
        self.encoded += other.encoded
        self.origins += other.origins

    def is_past_deadline(self, progress: Progress) -> bool:
        """Whether a worker has been at an item for too long."""
        return progress.cpu_ms > self.deadline_ms or progress.wall_ms > _WALL_PER_CPU * self.deadline_ms

    def deliver(self, frame: Frame) -> None:
        """Hand results over."""
        self._settled.update(position for position, _, _ in frame.results)
        by_caller: dict[_Caller, list[WorkerResult]] = {}
        for position, outcome, value in frame.results:
            caller, index = self.origins[position]
            by_caller.setdefault(caller, []).append(_result(index, outcome, value))
        for caller, results in by_caller.items():
            caller.deliver(results)

    def settle(self, position: int, outcome: WorkerOutcome, error: str) -> None:
        """Give up on one item."""
        self._settled.add(position)
        caller, index = self.origins[position]
        caller.deliver([WorkerResult(index, outcome, error=error)])

    def lose(self, position: int | None) -> None:
        """Note that the worker died, at this item or before any."""
        if position is None:
            for caller in self._callers():
                caller.worker_died_before()
        elif position not in self._settled:
            caller, index = self.origins[position]
            caller.worker_died_at(index)

    def finish(self) -> None:
        """Note that the worker is done."""
        if not self.retracted:
            elapsed_s = asyncio.get_running_loop().time() - self._begun_s
            for caller in self._callers():
                caller.pace(len(self), elapsed_s)

    def give_back(self, behind: int = -1) -> Iterable[_Caller]:
        """Queue the items behind a position again, in front, that have no result; whose they are."""
        positions = [p for p in range(behind + 1, len(self)) if p not in self._settled]
        by_caller: dict[_Caller, list[int]] = {}
        for caller, index in (self.origins[position] for position in positions):
            by_caller.setdefault(caller, []).append(index)
        for caller, indexes in by_caller.items():
            caller.take_back(indexes)
        self._settled.update(positions)
        self.retracted = True
        return by_caller

    def _callers(self) -> set[_Caller]:
        return {caller for caller, _ in self.origins}


def _result(index: int, outcome: str, value: object) -> WorkerResult:
    if outcome == WorkerOutcome.DONE:
        return WorkerResult(index, WorkerOutcome.DONE, value)
    return WorkerResult(index, WorkerOutcome(outcome), error=str(value))
