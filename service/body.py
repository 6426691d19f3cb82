"""Request bodies, read whole and within bounds before anything looks at them."""

import asyncio
import json
import time
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.turns import ASKER
from service.answers import send_error
from service.errors import ServiceError
from service.exact_json import read_exact
from service.headroom import Headroom, Hold
from service.nesting import deepest
from service.visitor import visitor_of
from verifiers.code.off_loop import off_loop

MAX_INTEGER_DIGITS = 4_300
"""Longest integer that is read: what Python converts at once."""
GZIP_FACTOR = 20
"""How much larger a piece may become when it is unpacked: in a thread, if that is much."""
BODY_WAIT_S = 60.0
"""Longest pause between two pieces of a body."""
BODY_TOTAL_S = 300.0
"""Longest time that a whole body may take to come."""
UNKNOWN_BYTES = 64 * 1024
"""A body that does not say its size is held to have so many bytes, until it has more."""


class BodyLimits:
    """Reads the body of every request and hands it on in one piece, or answers what is wrong with it.

    No byte is read before there is room for it (`service.headroom`).
    """

    def __init__(self, app: ASGIApp, *, max_bytes: int, max_nesting: int, headroom: Headroom) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._max_nesting = max_nesting
        self._headroom = headroom

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or (
            scope["method"] in {"GET", "HEAD", "OPTIONS", "DELETE"} and not _has_body(scope)
        ):
            await self._app(scope, receive, send)
            return
        asker = ASKER.get()
        hold: Hold | None = None
        try:
            reading = self._prepare(scope)
            hold = await self._headroom.enter(asker, reading.expected_bytes)
            body = await self._read(scope, receive, reading, hold)
            await off_loop(partial(self._check, body), len(body))
            await self._hand_on(scope, receive, send, body)
        except ServiceError as error:
            await send_error(scope, send, error)
        except ClientDisconnect:
            return
        finally:
            if hold is not None:
                self._headroom.leave(hold)

    async def _hand_on(self, scope: Scope, receive: Receive, send: Send, body: bytes) -> None:
        sent = False

        async def replay() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, send)

    def _prepare(self, scope: Scope) -> "_Reading":
        """What the headers say of the body."""
        headers = dict(scope["headers"])
        encoding = headers.get(b"content-encoding", b"identity").lower()
        if encoding not in {b"identity", b"gzip", b""}:
            raise ServiceError(
                415, "unsupported_encoding", "Send the body as it is or with Content-Encoding: gzip."
            )
        key = visitor_of(scope).key
        max_bytes = min(self._max_bytes, key.body_bytes) if key and key.body_bytes else self._max_bytes
        length = headers.get(b"content-length", b"")
        if length.isdigit() and int(length) > max_bytes:
            raise _too_large(max_bytes)
        return _Reading(
            max_bytes=max_bytes,
            expected_bytes=int(length) if length.isdigit() else UNKNOWN_BYTES,
            gzip=Gunzip() if encoding == b"gzip" else None,
        )

    async def _read(self, scope: Scope, receive: Receive, reading: "_Reading", hold: Hold) -> bytes:
        body = bytearray()
        gzip, patient = reading.gzip, ASKER.get().patient
        async for packed in _pieces(receive):
            piece = packed
            if gzip:
                most = reading.max_bytes + 1 - len(body)
                piece = await off_loop(partial(gzip.unpack, packed, most), len(packed) * GZIP_FACTOR)
            body += piece
            if len(body) > reading.max_bytes:
                raise _too_large(reading.max_bytes)
            if len(body) > hold.count:
                self._headroom.grow(hold, len(body) - hold.count, patient=patient)
        if gzip and not gzip.whole:
            raise ServiceError(400, "invalid_gzip", "The body ends before its gzip stream does.")
        scope["headers"] = [
            (k, v) for k, v in scope["headers"] if k not in {b"content-encoding", b"content-length"}
        ]
        scope["headers"].append((b"content-length", str(len(body)).encode()))
        return bytes(body)

    def _check(self, body: bytes) -> None:
        """Refuse what is no UTF-8 or nested too deeply, before a parser sees it."""
        try:
            body.decode()
        except UnicodeDecodeError as error:
            raise ServiceError(400, "invalid_utf8", f"The body is not UTF-8 (byte {error.start}).") from error
        if body.count(b"[") + body.count(b"{") <= self._max_nesting:
            return
        depth = deepest(body)
        if depth > self._max_nesting:
            raise ServiceError(
                400,
                "nested_too_deeply",
                f"JSON may be nested {self._max_nesting} levels deep, not {depth}.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    max_bytes: int
    expected_bytes: int
    gzip: "Gunzip | None"


def _too_large(max_bytes: int) -> ServiceError:
    return ServiceError(
        413,
        "body_too_large",
        f"A body may have {max_bytes} bytes; send smaller batches, or store problems once.",
    )


class Gunzip:
    """Unpacks gzip piece by piece, of one member or several, never more than is asked for."""

    def __init__(self) -> None:
        self._member = _gzip_member()
        self._begun = False

    @property
    def whole(self) -> bool:
        """Whether what came ends where a member does."""
        return self._begun and self._member.eof

    def unpack(self, piece: bytes, most: int) -> bytes:
        """What a piece adds, at most `most` bytes of it.

        Raises:
            ServiceError: it is no gzip.
        """
        unpacked = bytearray()
        try:
            while piece and len(unpacked) < most:
                if self._member.eof:
                    self._member = _gzip_member()
                self._begun = True
                unpacked += self._member.decompress(piece, most - len(unpacked))
                piece = self._member.unused_data
        except zlib.error as error:
            raise ServiceError(400, "invalid_gzip", "The body is not the gzip it claims to be.") from error
        return bytes(unpacked)


def _gzip_member() -> "zlib._Decompress":
    return zlib.decompressobj(16 + zlib.MAX_WBITS)


async def _pieces(receive: Receive) -> AsyncIterator[bytes]:
    ends_at = time.monotonic() + BODY_TOTAL_S
    while True:
        try:
            async with asyncio.timeout(min(BODY_WAIT_S, ends_at - time.monotonic())):
                message = await receive()
        except TimeoutError as error:
            raise ServiceError(408, "body_timeout", "The rest of the body did not come in time.") from error
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        yield message.get("body", b"")
        if not message.get("more_body", False):
            return


def _has_body(scope: Scope) -> bool:
    return any(name in {b"content-length", b"transfer-encoding"} for name, _ in scope["headers"])


async def read_json(request: Request) -> object:
    """The value of a request's body.

    Raises:
        ServiceError: it is no JSON.
    """
    body = await request.body()
    if not body.strip():
        raise ServiceError(400, "invalid_json", "The body is empty: send JSON.")
    return await off_loop(partial(parse_json, body), len(body))


def parse_json(body: bytes) -> object:
    """The body's value. Numbers are as Python reads them, so that huge integers stay exact; NaN is refused.

    Raises:
        ServiceError: it is no JSON.
    """
    try:
        return read_exact(body)
    except ValueError as error:
        try:
            # orjson refuses lone surrogates and integers beyond any floating number, which are legal JSON.
            return _printable(json.loads(body, parse_constant=_no_constant, parse_int=_integer))
        except (ValueError, RecursionError):
            raise ServiceError(400, "invalid_json", f"The body is not JSON: {error}.") from error


def _integer(digits: str) -> int:
    if len(digits) > MAX_INTEGER_DIGITS:
        raise ServiceError(
            400,
            "invalid_json",
            f"Integers may have {MAX_INTEGER_DIGITS} digits, not {len(digits)}; send longer ones as strings.",
        )
    return int(digits)


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _printable(value: object) -> object:
    """The value with lone surrogates, which no UTF-8 can hold, replaced as a decoder would."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_printable(item) for item in value]
    if isinstance(value, dict):
        return {_printable(name): _printable(item) for name, item in value.items()}
    return value
