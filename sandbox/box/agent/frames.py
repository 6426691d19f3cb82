"""Frames on the box socket, as the agent reads and writes them.

Both ways: length of the header (4 bytes, big-endian), the header (JSON), then the blobs whose lengths the
header lists under `blobs`. `sandbox.box.frames` is the service's end.
"""

from __future__ import annotations

import contextlib
import json
import socket
import struct
from collections.abc import Sequence
from typing import Any

Header = dict[str, Any]
"""JSON of the service: an order, a job, a case, settings."""


class SocketClosed(Exception):
    """The service let go of this box."""


def read_exactly(sock: socket.SocketType, size: int) -> bytes:
    """`size` bytes from a stream socket.

    Raises:
        SocketClosed: when it ended first.
    """
    data = bytearray(size)
    view = memoryview(data)
    have = 0
    while have < size:
        got = sock.recv_into(view[have:])
        if not got:
            raise SocketClosed
        have += got
    return bytes(data)


def read_frame(sock: socket.SocketType) -> tuple[Header, list[bytes]]:
    """The next header and its blobs."""
    (length,) = struct.unpack(">I", read_exactly(sock, 4))
    header = json.loads(read_exactly(sock, length))
    return header, [read_exactly(sock, size) for size in header["blobs"]]


def write_frame(sock: socket.SocketType, header: Header, blobs: Sequence[bytes] = ()) -> None:
    """Send one header with its blobs."""
    text = json.dumps({**header, "blobs": [len(blob) for blob in blobs]}).encode()
    try:
        sock.sendall(b"".join((struct.pack(">I", len(text)), text, *blobs)))
    except OSError as error:
        raise SocketClosed from error


def report_failure(sock: socket.SocketType, error: BaseException) -> None:
    """Tell the service what broke."""
    with contextlib.suppress(BaseException):
        write_frame(sock, {"type": "failed", "reason": f"{type(error).__name__}: {error}"})
