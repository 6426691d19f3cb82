import asyncio
import os
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack, aclosing, asynccontextmanager, contextmanager
from threading import Semaphore
from types import TracebackType
from typing import TypeVar

import httpx

from rewardd_client.batches import joined, parts_of
from rewardd_client.bodies import written
from rewardd_client.exchange import Exchange, Item, Lost, Reply, Requests, Send, Wait, within
from rewardd_client.problems import StoredProblems
from rewardd_client.results import Batch, Result
from rewardd_client.streaming import End, Flow, Found, Line, Lines, Next, Streaming

DEFAULT_URL = "http://127.0.0.1:8000"
PARALLEL_REQUESTS = 4
CONNECT_S = 10.0
BUSY = "all connections of this client are in use"
IN_LINES = {"Accept": "application/x-ndjson"}

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
        deadline_s: float | None = None,
        connections: int = 64,
    ) -> None:
        """Prepare a client; nothing is sent yet.

        Args:
            url: Where rewardd is, perhaps with a key in its path (`…/k/KEY`); by default `REWARDD_URL`, else
                this machine's port 8000.
            api_key: By default `REWARDD_API_KEY`.
            timeout_s: Longest wait for the answer to one try.
            patience_s: Longest time of a request's failed tries, with the pauses between them.
            deadline_s: Longest time of a call, whatever happens; `None` for as long as the two above allow.
            connections: Most connections at once; they are kept open.

        Raises:
            ValueError: the URL is none.
        """
        key = api_key if api_key is not None else os.environ.get("REWARDD_API_KEY")
        self._url = (url or os.environ.get("REWARDD_URL") or self.default_url).rstrip("/")
        self._headers = {"Content-Type": "application/json"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._timeout_s = timeout_s
        self._deadline_s = deadline_s
        self._connections = connections
        self._limits = httpx.Limits(
            max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=15.0
        )
        self._requests = Requests(self._url, StoredProblems(), patience_s)
        self._open()

    def _open(self) -> None:
        raise NotImplementedError

    def _chunks(
        self, items: Sequence[Item], defaults: Item | None, advantages: str | None
    ) -> list[Exchange[Batch]]:
        return [
            within(self._deadline_s, self._requests.batch(chunk, defaults, advantages))
            for chunk in parts_of(items, defaults)
        ]

    def _flows(self, items: Sequence[Item], defaults: Item | None) -> Iterator[tuple[int, Flow]]:
        """A flow for each chunk, with the place of its first item."""
        start = 0
        for chunk in parts_of(items, defaults):
            yield start, within(self._deadline_s, Streaming(self._requests, chunk, defaults).flow())
            start += len(chunk)

    def _wait_s(self, step: Send) -> float:
        return self._timeout_s if step.timeout_s is None else min(self._timeout_s, step.timeout_s)

    def _timeout(self, step: Send) -> httpx.Timeout:
        wait_s = self._wait_s(step)
        return httpx.Timeout(wait_s, connect=min(CONNECT_S, wait_s))


# Calls wait for one of the places before httpx sees them: the time that its pool takes for an event grows
# with the calls that wait in it, and a thousand of them would wait for each other.


class RewarddClient(_Base):
    """A client that blocks. Threads may share it; a forked process needs its own."""

    def _open(self) -> None:
        self._places = Semaphore(self._connections)
        self._http = httpx.Client(base_url=_http_url(self._url), headers=self._headers, limits=self._limits)

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

    def check(self) -> None:
        """See whether rewardd is there and takes the key; judges nothing.

        Raises:
            Refused: it is not rewardd, or wants another key.
            Unavailable: no answer.
        """
        self._drive(within(self._deadline_s, self._requests.check()))

    def verify(self, **item: object) -> Result:
        """Judge one completion; the fields are those of `POST /v1/verify`.

        Raises:
            Refused: the item makes no sense.
            Unavailable: no answer.
        """
        return self._drive(within(self._deadline_s, self._requests.verify(item)))

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
            return joined(list(threads.map(self._drive, chunks)))

    def verify_stream(
        self, items: Sequence[Item], *, defaults: Item | None = None
    ) -> Iterator[tuple[int, Result]]:
        """Judge many, and have each result with its item's index as soon as it is there, in whatever order.

        Where the answer breaks off, what is missing is asked for again.

        Raises:
            Refused: the batch as a whole makes no sense.
            Unavailable: no answer; what came before is judged all the same.
        """
        for start, flow in self._flows(items, defaults):
            for found in self._follow(flow):
                yield start + found.index, found.result

    def put_problem(self, problem: Mapping[str, object]) -> str:
        """Store a problem and get the id that stands for it."""
        (name,) = self._drive(within(self._deadline_s, self._requests.put_problems([problem])))
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

    def _follow(self, flow: Flow) -> Iterator[Found]:
        answer: Reply | Lost | Lines | Line | End | None = None
        with ExitStack() as opened:
            lines: Iterator[str] = iter(())
            while True:
                try:
                    step = flow.send(answer)
                except StopIteration:
                    return
                answer = None
                if isinstance(step, Found):
                    yield step
                elif isinstance(step, Wait):
                    time.sleep(step.seconds)
                elif isinstance(step, Next):
                    answer = _next_line(lines)
                elif step.in_lines:
                    opened.close()
                    answer, lines = self._open_lines(step, opened)
                else:
                    answer = self._send(step)

    def _open_lines(self, step: Send, opened: ExitStack) -> tuple[Reply | Lost | Lines, Iterator[str]]:
        call = self._http.stream(
            step.method, step.path, content=written(step.body), timeout=self._timeout(step), headers=IN_LINES
        )
        try:
            opened.enter_context(self._place(step))
            reply = opened.enter_context(call)
            if _comes_in_lines(reply):
                return Lines(), reply.iter_lines()
            return Reply(reply.status_code, reply.read(), reply.headers), iter(())
        except httpx.TransportError as error:
            return _lost(error), iter(())

    @contextmanager
    def _place(self, step: Send) -> Iterator[None]:
        if not self._places.acquire(timeout=self._wait_s(step)):
            raise httpx.PoolTimeout(BUSY)
        try:
            yield
        finally:
            self._places.release()

    def _send(self, step: Send) -> Reply | Lost:
        try:
            with self._place(step):
                reply = self._http.request(
                    step.method, step.path, content=written(step.body), timeout=self._timeout(step)
                )
        except httpx.TransportError as error:
            return _lost(error)
        return Reply(reply.status_code, reply.content, reply.headers)


class AsyncRewarddClient(_Base):
    """The same methods, to await. It belongs to one event loop."""

    def _open(self) -> None:
        self._places = asyncio.Semaphore(self._connections)
        self._http = httpx.AsyncClient(
            base_url=_http_url(self._url), headers=self._headers, limits=self._limits
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

    async def check(self) -> None:
        """As `RewarddClient.check`."""
        await self._drive(within(self._deadline_s, self._requests.check()))

    async def verify(self, **item: object) -> Result:
        """As `RewarddClient.verify`."""
        return await self._drive(within(self._deadline_s, self._requests.verify(item)))

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

        return joined(await asyncio.gather(*map(one, chunks)))

    async def verify_stream(
        self, items: Sequence[Item], *, defaults: Item | None = None
    ) -> AsyncGenerator[tuple[int, Result], None]:
        """As `RewarddClient.verify_stream`."""
        for start, flow in self._flows(items, defaults):
            async with aclosing(self._follow(flow)) as found:
                async for one in found:
                    yield start + one.index, one.result

    async def put_problem(self, problem: Mapping[str, object]) -> str:
        """As `RewarddClient.put_problem`."""
        (name,) = await self._drive(within(self._deadline_s, self._requests.put_problems([problem])))
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

    async def _follow(self, flow: Flow) -> AsyncGenerator[Found, None]:
        answer: Reply | Lost | Lines | Line | End | None = None
        async with AsyncExitStack() as opened:
            lines: AsyncIterator[str] | None = None
            while True:
                try:
                    step = flow.send(answer)
                except StopIteration:
                    return
                answer = None
                if isinstance(step, Found):
                    yield step
                elif isinstance(step, Wait):
                    await asyncio.sleep(step.seconds)
                elif isinstance(step, Next):
                    answer = await _anext_line(lines)
                elif step.in_lines:
                    await opened.aclose()
                    answer, lines = await self._open_lines(step, opened)
                else:
                    answer = await self._send(step)

    async def _open_lines(
        self, step: Send, opened: AsyncExitStack
    ) -> tuple[Reply | Lost | Lines, AsyncIterator[str] | None]:
        call = self._http.stream(
            step.method, step.path, content=written(step.body), timeout=self._timeout(step), headers=IN_LINES
        )
        try:
            await opened.enter_async_context(self._place(step))
            reply = await opened.enter_async_context(call)
            if _comes_in_lines(reply):
                return Lines(), reply.aiter_lines()
            return Reply(reply.status_code, await reply.aread(), reply.headers), None
        except httpx.TransportError as error:
            return _lost(error), None

    @asynccontextmanager
    async def _place(self, step: Send) -> AsyncGenerator[None, None]:
        try:
            await asyncio.wait_for(self._places.acquire(), self._wait_s(step))
        except asyncio.TimeoutError as error:
            raise httpx.PoolTimeout(BUSY) from error
        try:
            yield
        finally:
            self._places.release()

    async def _send(self, step: Send) -> Reply | Lost:
        try:
            async with self._place(step):
                reply = await self._http.request(
                    step.method, step.path, content=written(step.body), timeout=self._timeout(step)
                )
        except httpx.TransportError as error:
            return _lost(error)
        return Reply(reply.status_code, reply.content, reply.headers)


def _http_url(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise ValueError(f"{url!r} is no URL: {error}") from error
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise ValueError(f"{url!r} is no URL of a service: write http://HOST:PORT (REWARDD_URL, or url)")
    return parsed


def _comes_in_lines(reply: httpx.Response) -> bool:
    return reply.status_code == 200 and reply.headers.get("content-type", "").startswith(IN_LINES["Accept"])


def _next_line(lines: Iterator[str]) -> Line | End | Lost:
    try:
        line = next(lines, None)
    except httpx.TransportError as error:
        return _lost(error)
    return End() if line is None else Line(line)


async def _anext_line(lines: AsyncIterator[str] | None) -> Line | End | Lost:
    if lines is None:
        return End()
    try:
        line = await anext(lines, None)
    except httpx.TransportError as error:
        return _lost(error)
    return End() if line is None else Line(line)


def _lost(error: httpx.TransportError) -> Lost:
    return Lost(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
