import asyncio
import json
import os
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import TypeVar

import httpx

from rewardd_client.exchange import Exchange, Item, Lost, Reply, Requests, Send, Wait
from rewardd_client.problems import StoredProblems
from rewardd_client.results import Batch, Result

DEFAULT_URL = "http://127.0.0.1:8000"
CHUNK = 1024
"""Items per request; a few more where that would cut a group."""
PARALLEL_REQUESTS = 4

T = TypeVar("T")


class _Base:
    default_url = DEFAULT_URL

    def __init__(
        self,
        url: str | None = None,
        *,
        api_key: str | None = None,
        timeout_s: float = 600.0,
        patience_s: float = 600.0,
        connections: int = 64,
    ) -> None:
        """Prepare a client; nothing is sent yet.

        Args:
            url: Where rewardd is; by default `REWARDD_URL`, else this machine's port 8000.
            api_key: By default `REWARDD_API_KEY`.
            timeout_s: Longest wait for the answer to one try.
            patience_s: Longest time spent in pauses between tries.
            connections: Most connections at once; they are kept open.
        """
        key = api_key if api_key is not None else os.environ.get("REWARDD_API_KEY")
        self._url = (url or os.environ.get("REWARDD_URL") or self.default_url).rstrip("/")
        self._headers = {"Content-Type": "application/json"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._timeout = httpx.Timeout(timeout_s, connect=10.0)
        self._limits = httpx.Limits(
            max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=15.0
        )
        self._requests = Requests(StoredProblems(), patience_s)
        self._open()

    def _open(self) -> None:
        raise NotImplementedError

    def _chunks(
        self, items: Sequence[Item], defaults: Item | None, advantages: str | None
    ) -> list[Exchange[Batch]]:
        return [self._requests.batch(chunk, defaults, advantages) for chunk in _chunks(items)]


class RewarddClient(_Base):
    """A client that blocks. Threads may share it; a forked process needs its own."""

    def _open(self) -> None:
        self._http = httpx.Client(
            base_url=self._url, headers=self._headers, timeout=self._timeout, limits=self._limits
        )

    def __enter__(self) -> "RewarddClient":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def verify(self, **item: object) -> Result:
        """Judge one completion; the fields are those of `POST /v1/verify`.

        Raises:
            Refused: the item makes no sense.
            Unavailable: no answer.
        """
        return self._drive(self._requests.verify(item))

    def verify_batch(
        self, items: Sequence[Item], *, defaults: Item | None = None, advantages: str | None = None
    ) -> Batch:
        """Judge many. A refused item has `error` set and no reward; the others are not concerned.

        Items of one `group` must stand together.

        Raises:
            Refused: the batch as a whole makes no sense.
            Unavailable: no answer.
        """
        chunks = self._chunks(items, defaults, advantages)
        if len(chunks) == 1:
            return self._drive(chunks[0])
        with ThreadPoolExecutor(PARALLEL_REQUESTS) as threads:
            return _joined(list(threads.map(self._drive, chunks)))

    def put_problem(self, problem: Mapping[str, object]) -> str:
        """Store a problem and get the id that stands for it."""
        (name,) = self._drive(self._requests.put_problems([problem]))
        return name

    def _drive(self, exchange: Exchange[T]) -> T:
        answer: Reply | Lost | None = None
        while True:
            try:
                step = exchange.send(answer)
            except StopIteration as end:
                result: T = end.value
                return result
            answer = None
            if isinstance(step, Wait):
                time.sleep(step.seconds)
            else:
                answer = self._send(step)

    def _send(self, step: Send) -> Reply | Lost:
        try:
            reply = self._http.request(step.method, step.path, content=encoded(step.body))
        except httpx.TransportError as error:
            return Lost(f"{type(error).__name__}: {error}")
        return Reply(reply.status_code, reply.content, reply.headers)


class AsyncRewarddClient(_Base):
    """The same methods, to await. It belongs to one event loop."""

    def _open(self) -> None:
        self._http = httpx.AsyncClient(
            base_url=self._url, headers=self._headers, timeout=self._timeout, limits=self._limits
        )

    async def __aenter__(self) -> "AsyncRewarddClient":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def verify(self, **item: object) -> Result:
        """As `RewarddClient.verify`."""
        return await self._drive(self._requests.verify(item))

    async def verify_batch(
        self, items: Sequence[Item], *, defaults: Item | None = None, advantages: str | None = None
    ) -> Batch:
        """As `RewarddClient.verify_batch`."""
        chunks = self._chunks(items, defaults, advantages)
        if len(chunks) == 1:
            return await self._drive(chunks[0])
        places = asyncio.Semaphore(PARALLEL_REQUESTS)

        async def one(chunk: Exchange[Batch]) -> Batch:
            async with places:
                return await self._drive(chunk)

        return _joined(await asyncio.gather(*map(one, chunks)))

    async def put_problem(self, problem: Mapping[str, object]) -> str:
        """As `RewarddClient.put_problem`."""
        (name,) = await self._drive(self._requests.put_problems([problem]))
        return name

    async def _drive(self, exchange: Exchange[T]) -> T:
        answer: Reply | Lost | None = None
        while True:
            try:
                step = exchange.send(answer)
            except StopIteration as end:
                result: T = end.value
                return result
            answer = None
            if isinstance(step, Wait):
                await asyncio.sleep(step.seconds)
            else:
                answer = await self._send(step)

    async def _send(self, step: Send) -> Reply | Lost:
        try:
            reply = await self._http.request(step.method, step.path, content=encoded(step.body))
        except httpx.TransportError as error:
            return Lost(f"{type(error).__name__}: {error}")
        return Reply(reply.status_code, reply.content, reply.headers)


def _joined(parts: Sequence[Batch]) -> Batch:
    groups = {name: group for part in parts for name, group in part.groups.items()}
    return Batch(results=[result for part in parts for result in part.results], groups=groups)


def _chunks(items: Sequence[Item]) -> list[Sequence[Item]]:
    """Parts of about `CHUNK` items, cut only between groups, whose items stand together."""
    chunks = []
    start = 0
    for end in range(1, len(items) + 1):
        group = items[end - 1].get("group")
        goes_on = end < len(items) and group is not None and items[end].get("group") == group
        if end == len(items) or (end - start >= CHUNK and not goes_on):
            chunks.append(items[start:end])
            start = end
    return chunks


def encoded(body: object | None) -> bytes | None:
    """A request's body as JSON."""
    return None if body is None else json.dumps(body, default=_plain).encode()


def _plain(value: object) -> object:
    """Arrays and numbers of NumPy, of which rows of Parquet are full."""
    to_list = getattr(value, "tolist", None)
    if callable(to_list):
        return to_list()
    raise TypeError(f"a value of type {type(value).__name__} cannot be sent")
