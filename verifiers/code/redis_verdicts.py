"""Verdicts of programs that replicas share through Redis, so that identical work is done once in a cluster.

Redis may be slow, away, full or wrong, and no verdict may depend on it: a question waits for a moment at
most, and after a failure Redis is left alone for a while; what is stored is stored in the background. A
value begins with a hash over its key and its content, so that a damaged or misplaced one is not used.
"""

import asyncio
import hashlib
import importlib
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from verifiers.base import Judgement
from verifiers.code.judgement_json import read_judgement, write_judgement
from verifiers.errors import StoreUnavailable

if TYPE_CHECKING:
    from redis.asyncio import Redis

ResultT = TypeVar("ResultT")

LOG = logging.getLogger(__name__)

PREFIX = "rewardd:verdict:"
ANSWER_S = 0.1
"""Longest that a question delays a program, which takes tens of milliseconds itself."""
WRITE_S = 2.0
REST_S = 5.0
"""How long Redis is left alone after a failure."""
MAX_VALUE_BYTES = 1024 * 1024
WRITES_AT_ONCE = 256
"""More are dropped."""
_HASH_BYTES = 32


class RedisVerdicts:
    """Judgements by key, for a limited time. Belongs to one event loop.

    Args:
        url: Of the Redis server.
        ttl_s: How long a verdict is kept.

    Raises:
        StoreUnavailable: the URL makes no sense, or the client library is missing.
    """

    def __init__(self, url: str, *, ttl_s: int) -> None:
        self._ttl_s = ttl_s
        self._rests_until = 0.0
        self._writes: set[asyncio.Task[None]] = set()
        self._redis: Redis
        try:
            self._redis = importlib.import_module("redis.asyncio").Redis.from_url(url)
        except ModuleNotFoundError as error:
            message = "verdicts cannot be shared: pip install 'rewardd[redis]'"
            raise StoreUnavailable(message) from error
        except ValueError as error:
            raise StoreUnavailable(f"verdicts cannot be shared through this URL: {error}") from error

    async def get(self, key: str) -> Judgement | None:
        """The judgement of identical work, if it is known and comes at once."""
        value = await self._ask(lambda: self._redis.getrange(PREFIX + key, 0, MAX_VALUE_BYTES), ANSWER_S)
        if not isinstance(value, bytes) or not value:
            return None
        try:
            return _read(key, value)
        except ValueError as error:
            LOG.warning("a shared verdict is damaged: %s", error)
            return None

    def put(self, key: str, judgement: Judgement) -> None:
        """Keep a judgement, some time soon, if Redis takes it. Neither waits nor raises."""
        if len(self._writes) >= WRITES_AT_ONCE or time.monotonic() < self._rests_until:
            return
        value = _written(key, judgement)
        if len(value) <= MAX_VALUE_BYTES:
            write = asyncio.create_task(self._write(key, value))
            self._writes.add(write)
            write.add_done_callback(self._writes.discard)

    async def close(self) -> None:
        """Give up what is not stored yet."""
        for write in self._writes:
            write.cancel()
        await asyncio.gather(*self._writes, return_exceptions=True)
        await self._redis.aclose()

    async def _write(self, key: str, value: bytes) -> None:
        await self._ask(lambda: self._redis.set(PREFIX + key, value, ex=self._ttl_s), WRITE_S)

    async def _ask(self, question: Callable[[], Awaitable[ResultT]], deadline_s: float) -> ResultT | None:
        """The answer; `None` if there is none in time, and then Redis is left alone for a while."""
        if time.monotonic() < self._rests_until:
            return None
        try:
            async with asyncio.timeout(deadline_s):
                return await question()
        except Exception as error:  # noqa: BLE001 - whatever fails there must not fail a verdict
            self._rests_until = time.monotonic() + REST_S
            LOG.warning("verdicts are not shared for %.0f s: %s", REST_S, str(error) or type(error).__name__)
            return None


def _written(key: str, judgement: Judgement) -> bytes:
    content = write_judgement(judgement)
    return _hash(key, content) + content


def _read(key: str, value: bytes) -> Judgement:
    found, content = value[:_HASH_BYTES], value[_HASH_BYTES:]
    if found != _hash(key, content):
        raise ValueError("its hash is another")
    return read_judgement(content)


def _hash(key: str, content: bytes) -> bytes:
    return hashlib.sha256(key.encode() + b"\0" + content).digest()
