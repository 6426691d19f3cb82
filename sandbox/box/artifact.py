"""What a compilation leaves in `/submission`, as one opaque byte string."""

import json
import struct
from collections.abc import Mapping, Sequence

__all__ = ["pack_artifact", "unpack_artifact"]


def pack_artifact(index: Mapping[str, object], blobs: Sequence[bytes]) -> bytes:
    """One byte string of files: `index` lists `paths` and `modes`, in the order of the blobs."""
    header = json.dumps({**index, "sizes": [len(blob) for blob in blobs]}).encode()
    return b"".join((struct.pack(">I", len(header)), header, *blobs))


def unpack_artifact(artifact: bytes) -> tuple[dict[str, object], list[bytes]]:
    """The other way.

    Raises:
        ValueError: this is no artifact of ours.
    """
    try:
        (length,) = struct.unpack_from(">I", artifact)
        header = json.loads(artifact[4 : 4 + length])
        sizes = header.pop("sizes")
        blobs = []
        offset = 4 + length
        for size in sizes:
            blobs.append(artifact[offset : offset + size])
            offset += size
        paths, modes = header["paths"], header["modes"]
    except (struct.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError("this is no artifact") from error
    if offset != len(artifact) or not len(blobs) == len(paths) == len(modes):
        raise ValueError("this is no artifact")
    return header, blobs
