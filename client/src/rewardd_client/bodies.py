"""Requests' bodies, of whatever values a trainer has at hand."""

import json
import math
from collections.abc import Mapping


def written(body: object | None) -> bytes | None:
    """A request's body as JSON. What JSON has no word for (NaN, half a character) spoils its item alone."""
    if body is None:
        return None
    try:
        text = json.dumps(body, default=_plain, ensure_ascii=False, allow_nan=False)
    except ValueError:
        text = json.dumps(_finite(body), default=_plain, ensure_ascii=False)
    return text.encode(errors="replace")


def _finite(value: object) -> object:
    """The value with `None` for numbers that are none."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {name: _finite(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(part) for part in value]
    return value


def _plain(value: object) -> object:
    """Arrays and numbers of NumPy, of which rows of Parquet are full."""
    to_list = getattr(value, "tolist", None)
    if callable(to_list):
        return to_list()
    raise TypeError(f"a value of type {type(value).__name__} cannot be sent")
