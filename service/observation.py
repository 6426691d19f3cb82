"""What is noted about every request: id, duration, status, trace; and the answer when all else fails."""

import logging
import re
import time
import uuid
from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.spans import CURRENT
from service.answers import send_error, take_refusal
from service.errors import ServiceError
from service.metrics import Metrics
from service.request_id import REQUEST_ID

if TYPE_CHECKING:
    from service.tracing import Tracing

LOG = logging.getLogger("rewardd.requests")

_ID = re.compile(r"[\x21-\x7e]{1,200}")


class Observation:
    """The outermost layer."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, tracing: "Tracing | None") -> None:
        self._app = app
        self._metrics = metrics
        self._tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        id_ = _request_id(scope)
        REQUEST_ID.set(id_)
        span = None if self._tracing is None else self._tracing.begin(scope, id_)
        CURRENT.set(span)
        begun = time.perf_counter()
        status = received = sent = 0

        async def counting_receive() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            return message

        async def send_with_id(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", id_.encode())]
            sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, counting_receive, send_with_id)
        except Exception:
            LOG.exception("a request failed", extra={"path": scope["path"]})
            if status:
                raise
            broken = ServiceError(
                500, "internal_error", f"The service failed at this request; its log has more under {id_}."
            )
            await send_error(scope, send_with_id, broken)
        finally:
            elapsed_s = time.perf_counter() - begun
            route = getattr(scope.get("route"), "path", "other")
            if span is not None:
                span.answered(scope["method"], route, status or 499)
            self._metrics.answered(route, status or 499, elapsed_s)
            if refusal := take_refusal(scope):
                self._metrics.refused(refusal)
            self._metrics.received.inc(received)
            self._metrics.sent.inc(sent)
            if LOG.isEnabledFor(logging.DEBUG):
                LOG.debug(
                    "request",
                    extra={
                        "route": route,
                        "status": status or 499,
                        "ms": round(elapsed_s * 1000, 2),
                    },
                )


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            text: str = value.decode("latin-1")
            if _ID.fullmatch(text):
                return text
    return uuid.uuid4().hex
