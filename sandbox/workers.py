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
from collections.abc import AsyncGenerator, Sequence
from itertools import islice

from sandbox.base import Readiness, WorkerOutcome, WorkerResult
from sandbox.errors import BoxFailed
from sandbox.observer import UNOBSERVED, Kill, Observer, Queue
from sandbox.turns import ASKER, Turns
from sandbox.worker_caller import Caller
from sandbox.worker_chunk import Chunk
from sandbox.worker_process import Worker, Zygote

_LOG = logging.getLogger(__name__)

_MIXED_ITEMS = 16
"""Callers with a single item each share a chunk of so many."""
_MIXED_AT_LEAST = 4
"""So many share one even where other workers are idle: to send a chunk costs as much as to judge a few."""
_LOOKED_AT = 64
"""They are looked for among so many at the head of the line."""
_LOOK_EVERY_S = 0.020
_SILENCE_S = 15.0
"""A worker that is at no item for so long, with items before it, has been stopped or is stuck."""
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
        self._callers: set[Caller] = set()
        self._line: Turns[Caller] = Turns()
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
        caller = Caller(function, items, deadline_ms, ASKER.get().path)
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

    def grown_bytes(self) -> int:
        """What all workers hold beyond what they were forked with."""
        return sum(worker.grown_bytes() for worker in self._workers)

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

    async def _next_chunk(self) -> Chunk:
        while not (chunk := self._gather()):
            turn = asyncio.get_running_loop().create_future()
            self._idle.append(turn)
            await turn
        return chunk

    def _gather(self) -> Chunk | None:
        """The next chunk: of whoever's turn it is, and of others with as little to do and the same to do."""
        chunk: Chunk | None = None
        most = self._share()
        while chunk is None and self._line:
            caller = self._line.take()
            chunk = Chunk.taken_from(caller, self._size)
            if caller.pending:
                self._line.add(caller.path, caller)
        if chunk is None or len(chunk) >= most:
            return chunk
        for caller in list(islice(self._line, _LOOKED_AT)):
            if caller.pending == 1 and chunk.suits(caller):
                self._line.remove(caller.path, caller)
                if more := Chunk.taken_from(caller, self._size):
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

    def _line_up(self, caller: Caller) -> None:
        """Put a caller in line who is not, and wake as many attendants as it has something for."""
        self._line.add(caller.path, caller)
        for _ in range(min(caller.pending, len(self._idle))):
            self._idle.popleft().set_result(None)

    def _give_back(self, chunk: Chunk, behind: int = -1) -> None:
        """Let others do what a worker will not get to."""
        for caller in chunk.give_back(behind):
            self._line.remove(caller.path, caller)
            if caller.pending:
                self._line_up(caller)

    async def _run(self, worker: Worker, chunk: Chunk) -> bool:
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
