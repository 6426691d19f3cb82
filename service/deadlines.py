"""Every request has a deadline, and ends when its client goes, or the service."""

import asyncio
import contextlib
import math
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.answers import send_error
from service.errors import ServiceError
from service.visitor import visitor_of

__all__ = ["Deadlines", "ends_at", "too_late"]

WATCH_AFTER_S = 0.05
"""Most requests are over before anybody looks whether their clients are still there."""
HEADER = b"x-request-timeout"
_ENDS_AT = "rewardd.ends_at"
_WITHOUT_WORK = frozenset({"GET", "HEAD", "OPTIONS"})


class Deadlines:
    """Cancels what is inside when its time is up or its client has gone, until its answer begins.

    The client says by `X-Request-Timeout` how many seconds it has, within those of the service and of its
    key. Answers that stream keep to `ends_at` themselves.

    Args:
        is_ending: whether the service shuts down: what is cancelled then gets an answer that says so.
    """

    def __init__(self, app: ASGIApp, *, longest_s: float, is_ending: Callable[[], bool]) -> None:
        self._app = app
        self._longest_s = longest_s
        self._is_ending = is_ending

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] in _WITHOUT_WORK:
            await self._app(scope, receive, send)
            return
        try:
            deadline_s = self._deadline_s(scope)
        except ServiceError as error:
            await send_error(scope, send, error)
            return
        now = asyncio.get_running_loop().time()
        scope[_ENDS_AT] = now + deadline_s
        answered = False
        try:
            async with asyncio.timeout_at(None) as limit:
                watch = _Watch(receive, limit, now + deadline_s)

                async def send_and_let_go(message: Message) -> None:
                    nonlocal answered
                    if message["type"] == "http.response.start":
                        answered = True
                        watch.end()
                    await send(message)

                try:
                    await self._app(scope, watch.receive, send_and_let_go)
                finally:
                    watch.end()
        except TimeoutError:
            if not limit.expired():
                raise
            gone = ServiceError(499, "client_gone", "The client closed the connection.")
            await send_error(scope, send, gone if watch.client_gone else too_late())
        except asyncio.CancelledError:
            if not self._is_ending():
                raise
            # What streams is cut off, which a client sees: the last piece is missing.
            if not answered:
                await send_error(scope, send, _ended())

    def _deadline_s(self, scope: Scope) -> float:
        key = visitor_of(scope).key
        longest_s = min(self._longest_s, key.request_s) if key and key.request_s else self._longest_s
        for name, value in scope["headers"]:
            if name == HEADER:
                return min(_seconds(value), longest_s)
        return longest_s


def ends_at(scope: Scope) -> float:
    """When a request's time is up, by the event loop's clock."""
    moment = scope[_ENDS_AT]
    assert isinstance(moment, float)
    return moment


def too_late() -> ServiceError:
    """What was not judged in time."""
    message = "This was not judged within the request's time; send it again, or allow more."
    return ServiceError(503, "deadline_exceeded", message, retry_after_s=1.0)


def _ended() -> ServiceError:
    message = "The service is shutting down and had no time left for this; send it again."
    return ServiceError(503, "shutting_down", message, retry_after_s=5.0)


def _seconds(value: bytes) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise ServiceError(
            400,
            "invalid_timeout",
            "X-Request-Timeout is a number of seconds above 0.",
            field="X-Request-Timeout",
        )
    return seconds


class _Watch:
    """Ends a time limit when its moment comes or the client goes, once the request's body is there."""

    def __init__(self, receive: Receive, limit: asyncio.Timeout, moment: float) -> None:
        self.client_gone = False
        self._receive = receive
        self._limit = limit
        self._moment = moment
        self._body_came = False
        self._looking: asyncio.Task[None] | None = None
        self._begun = False
        loop = asyncio.get_running_loop()
        self._start = loop.call_at(min(moment, loop.time() + WATCH_AFTER_S), self._begin)

    async def receive(self) -> Message:
        """What the client sends."""
        message = await self._receive()
        if not self._body_came and not message.get("more_body", False):
            self._body_came = True
            self._look_if_needed()
        return message

    def end(self) -> None:
        """Look no more, and let the time limit be none."""
        self._start.cancel()
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None  # or the two would keep each other, and with them all of the request
        self._end_at(None)

    def _end_at(self, moment: float | None) -> None:
        with contextlib.suppress(RuntimeError):  # the limit has been reached already
            self._limit.reschedule(moment)

    def _begin(self) -> None:
        self._begun = True
        self._end_at(self._moment)
        self._look_if_needed()

    def _look_if_needed(self) -> None:
        if self._begun and self._body_came and self._looking is None:
            self._looking = asyncio.create_task(self._look())

    async def _look(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.client_gone = True
        self._end_at(asyncio.get_running_loop().time())
