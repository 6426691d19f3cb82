"""Problems that come inside requests: the same one with each of a prompt's samples, and read only once."""

import hashlib
import threading
from collections.abc import Mapping

import orjson

from service.answers import encode
from service.convert import read_problem
from verifiers.code.cache import BoundedCache, CacheCounts
from verifiers.code.off_loop import INLINE_SIZE, off_loop
from verifiers.code.problem import Problem

MAX_BYTES = 256 * 1024 * 1024
"""Of memory for the problems that are remembered, by the estimate below."""
ENTRY_BYTES = 1_000
MEMORY_PER_BYTE = 5
"""What a problem of many small tests takes in memory for each byte of its text."""


class InlineProblems:
    """Remembers what was read last, by content, so that equal problems are one object. Safe in threads."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._known = BoundedCache[bytes, Problem](max_bytes)
        self._lock = threading.Lock()

    @property
    def counts(self) -> CacheCounts:
        """What has been asked of it."""
        return self._known.counts

    async def read(self, data: Mapping[str, object]) -> Problem:
        """The problem that a request brings along.

        Raises:
            InvalidProblem: it is none.
        """
        return await off_loop(lambda: self._read(data), size_up_to(INLINE_SIZE + 1, data))

    def _read(self, data: Mapping[str, object]) -> Problem:
        """The same, at once.

        Raises:
            InvalidProblem: it is none.
        """
        text = _canonical(data)
        digest = hashlib.sha256(text).digest()
        with self._lock:
            known = self._known.get(digest)
        if known is not None:
            return known
        problem = read_problem(data)
        with self._lock:
            # Another thread may have read the same meanwhile; all use the one that came first.
            known = self._known.get(digest)
            if known is None:
                self._known.put(digest, problem, ENTRY_BYTES + MEMORY_PER_BYTE * len(text))
        return known or problem


def size_up_to(most: int, data: object) -> int:
    """About how many characters JSON has when written, counted no further than to `most`."""
    size, waiting = 0, [data]
    while waiting and size < most:
        value = waiting.pop()
        size += 1 + (len(value) if isinstance(value, str | list | dict) else 0)
        if isinstance(value, dict):
            waiting.extend(value)
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return min(size, most)


def _canonical(data: Mapping[str, object]) -> bytes:
    try:
        return orjson.dumps(data, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return encode(data)
