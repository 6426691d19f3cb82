"""Frames on the box socket, seen from the service; `agent/frames.py` describes them, the other end."""

import asyncio
import json
import struct
from collections.abc import Mapping, Sequence

from sandbox.errors import BoxFailed

__all__ = ["pack_frame", "read_frame"]

HEADER_BYTES = 4 * 1024 * 1024
"""Longest header: an artifact may list many files."""
FRAME_BYTES = 256 * 1024 * 1024
"""All blobs of one frame together: an artifact, or two streams, an answer and files at their caps."""


def pack_frame(header: Mapping[str, object], blobs: Sequence[bytes] = ()) -> list[bytes]:
    """The pieces of one frame, ready for `writelines`."""
    text = json.dumps({**header, "blobs": [len(blob) for blob in blobs]}).encode()
    return [struct.pack(">I", len(text)), text, *blobs]


async def read_frame(reader: asyncio.StreamReader) -> tuple[dict[str, object], list[bytes]] | None:
    """The next header and its blobs; `None` when the box is gone.

    Raises:
        BoxFailed: what came is no frame.
    """
    try:
        (length,) = struct.unpack(">I", await reader.readexactly(4))
        if length > HEADER_BYTES:
            raise BoxFailed("a box sent a header beyond all limits")
        header = json.loads(await reader.readexactly(length))
        sizes = header["blobs"]
        if sum(sizes) > FRAME_BYTES:
            raise BoxFailed("a box sent a frame beyond all limits")
        blobs = [await reader.readexactly(size) if size else b"" for size in sizes]
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise BoxFailed("a box sent something that is no frame") from error
    return header, blobs
