"""The canonical form of a problem, written in pieces: while JSON is written no other thread goes on."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from verifiers.code.values import Json, write_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a canonical form comes to."""

    digest: str
    """Its SHA-256, in hexadecimal digits."""
    size_bytes: int


def canonical_pieces(data: Mapping[str, Json]) -> Iterator[bytes]:
    """What `write_json` makes of an object, as ASCII: each item of a list that it holds is a piece."""
    before = "{"
    for name in sorted(data):
        value = data[name]
        before += write_json(name) + ":"
        if isinstance(value, list) and value:
            for place, item in enumerate(value):
                yield (before + ("," if place else "[") + write_json(item)).encode()
                before = ""
            before = "],"
        else:
            before += write_json(value) + ","
    yield (before.removesuffix(",") + "}").encode()


def content_of(data: Mapping[str, Json]) -> Content:
    """The content of an object's canonical form."""
    digest, size_bytes = hashlib.sha256(), 0
    for piece in canonical_pieces(data):
        digest.update(piece)
        size_bytes += len(piece)
    return Content(digest=digest.hexdigest(), size_bytes=size_bytes)
