import asyncio
from collections.abc import Iterable, Iterator

from sandbox.base import WorkerOutcome, WorkerResult
from sandbox.worker_caller import Caller
from sandbox.worker_process import Frame, Progress

__all__ = ["Chunk"]

_WALL_PER_CPU = 40
"""Far more than a worker is kept waiting on a machine with twenty runnable processes to a core."""


class Chunk:
    """Some items on their way through one worker: several of one caller, or one each of several."""

    def __init__(self, caller: Caller, indexes: list[int], encoded: list[bytes]) -> None:
        self.function = caller.function
        self.deadline_ms = caller.deadline_ms
        self.encoded = encoded
        self.retracted = False
        self.origins = [(caller, index) for index in indexes]
        """Whose each item is, and where it stands among theirs."""
        self._settled: set[int] = set()
        self._begun_s = asyncio.get_running_loop().time()

    @classmethod
    def taken_from(cls, caller: Caller, workers: int) -> "Chunk | None":
        """The caller's next chunk, or `None` when there is nothing to begin."""
        indexes, encoded = caller.take(workers)
        return cls(caller, indexes, encoded) if indexes else None

    def __len__(self) -> int:
        return len(self.origins)

    def first_waits_s(self) -> Iterator[float]:
        """How long those callers waited whose first items are among these."""
        for caller in self._callers():
            if caller.waits:
                yield caller.had_its_turn()

    def suits(self, caller: Caller) -> bool:
        """Whether the caller's items can travel along."""
        return (caller.function, caller.deadline_ms) == (self.function, self.deadline_ms)

    def add(self, other: "Chunk") -> None:
        """Take the items of another along."""
        self.encoded += other.encoded
        self.origins += other.origins

    def is_past_deadline(self, progress: Progress) -> bool:
        """Whether a worker has been at an item for too long."""
        return progress.cpu_ms > self.deadline_ms or progress.wall_ms > _WALL_PER_CPU * self.deadline_ms

    def deliver(self, frame: Frame) -> None:
        """Hand results over."""
        self._settled.update(position for position, _, _ in frame.results)
        by_caller: dict[Caller, list[WorkerResult]] = {}
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

    def give_back(self, behind: int = -1) -> Iterable[Caller]:
        """Queue the items behind a position again, in front, that have no result; whose they are."""
        positions = [p for p in range(behind + 1, len(self)) if p not in self._settled]
        by_caller: dict[Caller, list[int]] = {}
        for caller, index in (self.origins[position] for position in positions):
            by_caller.setdefault(caller, []).append(index)
        for caller, indexes in by_caller.items():
            caller.take_back(indexes)
        self._settled.update(positions)
        self.retracted = True
        return by_caller

    def _callers(self) -> set[Caller]:
        return {caller for caller, _ in self.origins}


def _result(index: int, outcome: str, value: object) -> WorkerResult:
    if outcome == WorkerOutcome.DONE:
        return WorkerResult(index, WorkerOutcome.DONE, value)
    return WorkerResult(index, WorkerOutcome(outcome), error=str(value))
