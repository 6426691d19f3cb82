"""Connections, bounded: how many there are, how long one is silent, how slowly heads come and answers go.

Bodies have times and sizes of their own (`service.body`), and so have requests (`service.deadlines`).
"""

import asyncio
import contextlib
import functools
import logging
import resource
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["BoundedConnection", "bounded", "connections_allowed"]

LOG = logging.getLogger(__name__)

HEAD_S = 20.0
"""Longest time from the first byte of a request's head to its last."""
HEAD_BYTES = 64 * 1024
"""Most bytes of a head that is not whole yet."""
READ_S = 120.0
"""A client that has taken nothing of its answer for so long is not waited for."""
RESERVED_DESCRIPTORS = 512
"""Descriptors kept for boxes, workers, stores and files; of fewer than twice as many, half."""
REFUSAL = (
    b"HTTP/1.1 %b\r\ncontent-type: application/json\r\nconnection: close\r\n%bcontent-length: %d\r\n\r\n%b"
)


class BoundedConnection(HttpToolsProtocol):
    """A client's connection.

    When there are too many, the one that has been idle for longest goes; if all are busy, the new one is
    answered with 503. So a crowd of connections that say nothing keeps nobody out.

    Args:
        most: Connections at the same time.
        arguments: What uvicorn hands to every protocol.
    """

    def __init__(self, *, most: int, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._most = most
        self.idle_since = 0.0
        """By the event loop's clock, if it is."""
        self._head_bytes = 0
        self._head_timer: asyncio.TimerHandle | None = None
        self._read_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Called once, at the beginning."""
        super().connection_made(transport)
        self._begin_idling()
        if self._is_one_too_many() and not self._make_room():
            self._refuse("503 Service Unavailable", "too_many_connections", "All connections are in use.", 1)

    def connection_lost(self, exc: Exception | None) -> None:
        """Called once, at the end."""
        self._stop(self._head_timer)
        self._stop(self._read_timer)
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Called with whatever comes."""
        before = self._head_timer
        super().data_received(data)
        if self._head_timer is not None:
            self._head_bytes = len(data) + (self._head_bytes if before is self._head_timer else 0)
            if self._head_bytes > HEAD_BYTES:
                message = f"The head of a request may have {HEAD_BYTES} bytes."
                self._refuse("431 Request Header Fields Too Large", "head_too_large", message)
        elif self.is_idle() and self.timeout_keep_alive_task is None:
            # Bytes that begin no request win no time.
            self._begin_idling(self.idle_since)

    def on_message_begin(self) -> None:
        """Called with the first byte of a head."""
        super().on_message_begin()
        self._head_timer = self.loop.call_later(HEAD_S, self._give_up_head)

    def on_headers_complete(self) -> None:
        """Called with the last byte of a head."""
        self._stop(self._head_timer)
        self._head_timer = None
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Called when an answer has been written, if not yet read."""
        super().on_response_complete()
        if self.is_idle():
            self.idle_since = self.loop.time()

    def pause_writing(self) -> None:
        """Called when the client does not read as fast as it is answered."""
        super().pause_writing()
        self._read_timer = self.loop.call_later(READ_S, self.transport.abort)

    def resume_writing(self) -> None:
        """Called when it has caught up."""
        self._stop(self._read_timer)
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """Called when it has been idle for as long as it may."""
        if self.transport.get_write_buffer_size():
            self.transport.abort()  # closing would wait for it to read
        else:
            super().timeout_keep_alive_handler()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP."""
        self._refuse("400 Bad Request", "invalid_http", msg)

    def is_idle(self) -> bool:
        """Whether nobody waits for an answer; who has sent half a head does not yet."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or cycle.response_complete

    def _is_one_too_many(self) -> bool:
        """Whether too many are open; those that were told to end are not, though they are listed yet."""
        if len(self.connections) <= self._most:
            return False
        ending = sum(
            isinstance(other, BoundedConnection) and other.transport.is_closing()
            for other in self.connections
        )
        return len(self.connections) - ending > self._most

    def _make_room(self) -> bool:
        """Close the connection that has been idle for longest; whether there is one."""
        idle = [
            other
            for other in self.connections
            if isinstance(other, BoundedConnection)
            and other is not self
            and other.is_idle()
            and not other.transport.is_closing()
        ]
        if not idle:
            return False
        min(idle, key=lambda other: other.idle_since).transport.abort()
        return True

    def _begin_idling(self, since: float | None = None) -> None:
        self.idle_since = self.loop.time() if since is None else since
        self.timeout_keep_alive_task = self.loop.call_at(
            self.idle_since + self.timeout_keep_alive, self.timeout_keep_alive_handler
        )

    def _give_up_head(self) -> None:
        message = f"The head of the request did not come within {HEAD_S:g} s."
        self._refuse("408 Request Timeout", "head_timeout", message)

    def _refuse(self, status: str, code: str, message: str, retry_after_s: int = 0) -> None:
        if self.transport.is_closing():
            return
        body = f'{{"error":{{"code":"{code}","message":"{message}"}}}}'.encode()
        retry = b"retry-after: %d\r\n" % retry_after_s if retry_after_s else b""
        self.transport.write(REFUSAL % (status.encode(), retry, len(body), body))
        self.transport.close()

    @staticmethod
    def _stop(timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()


def bounded(most: int) -> "Callable[..., asyncio.Protocol]":
    """What makes uvicorn's connections, of which there may be so many at once."""
    return functools.partial(BoundedConnection, most=most)


def connections_allowed(wanted: int) -> int:
    """How many connections there may be, with descriptors enough for all else; raises the limit if it can."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + RESERVED_DESCRIPTORS
    if soft != resource.RLIM_INFINITY and soft < needed:
        raised = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (raised, hard))
            soft = raised
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return wanted
    allowed = max(soft // 2, soft - RESERVED_DESCRIPTORS)
    LOG.warning(
        "Only %d files may be open at once (ulimit -n), so there can be %d connections, not %d.",
        soft, allowed, wanted,
    )  # fmt: skip
    return allowed
