"""Limits as datasets write them: numbers, `2 seconds`, `{"seconds": 2, "nanos": 0}`, megabytes."""

import math
import re

from verifiers.code.datasets.row import Row
from verifiers.errors import InvalidProblem

_MEGABYTE = 1024 * 1024
_QUANTITY = re.compile(r"\s*([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*([A-Za-z]*)\.?\s*")
_SECONDS = {"": 1.0, "s": 1.0, "sec": 1.0, "second": 1.0, "seconds": 1.0, "ms": 1e-3, "milliseconds": 1e-3}
_MEGABYTES = {
    "": 1.0, "mb": 1.0, "mib": 1.0, "megabyte": 1.0, "megabytes": 1.0, "kb": 1 / 1024, "gb": 1024.0,
    "gib": 1024.0, "gigabyte": 1024.0, "gigabytes": 1024.0, "b": 1 / _MEGABYTE, "bytes": 1 / _MEGABYTE,
}  # fmt: skip


_LEAST_MILLISECONDS = 100.0
_LEAST_KILOBYTES, _LEAST_BYTES = 16_384.0, 16_777_216.0
"""A bare number as large as this is in a smaller unit: no problem grants 100 seconds or 16 gigabytes."""


def read_limits(row: Row) -> dict[str, object]:
    """The `limits` object from `time_limit`, `memory_limit` and `memory_limit_bytes`, as far as they say.

    Codeforces-Python-Submissions has a hyphen in them.
    """
    limits: dict[str, object] = {}
    seconds = _seconds(row, "time-limit" if row.has("time-limit") else "time_limit")
    if seconds:
        limits["cpu_ms"] = math.ceil(seconds * 1000)
    if row.has("memory_limit_bytes"):
        memory_bytes = _number(row.value("memory_limit_bytes"), {"": 1.0}, row.at("memory_limit_bytes"))
    else:
        memory_bytes = _MEGABYTE * _megabytes(
            row, "memory-limit" if row.has("memory-limit") else "memory_limit"
        )
    if memory_bytes:
        limits["memory_bytes"] = math.ceil(memory_bytes)
    return limits


def _seconds(row: Row, name: str) -> float:
    if not row.has(name):
        return 0.0
    value = row.value(name)
    if isinstance(value, str | int | float):
        seconds = _quantity(row, name, _SECONDS)
        return seconds / 1000 if not isinstance(value, str) and seconds >= _LEAST_MILLISECONDS else seconds
    limit = row.row(name)
    return _quantity(limit, "seconds", _SECONDS) + _quantity(limit, "nanos", {"": 1e-9})


def _megabytes(row: Row, name: str) -> float:
    size = _quantity(row, name, _MEGABYTES)
    if not row.has(name) or isinstance(row.value(name), str):
        return size
    return size / (_MEGABYTE if size >= _LEAST_BYTES else 1024 if size >= _LEAST_KILOBYTES else 1)


def _quantity(row: Row, name: str, units: dict[str, float]) -> float:
    return _number(row.value(name), units, row.at(name)) if row.has(name) else 0.0


def _number(value: object, units: dict[str, float], path: str) -> float:
    """A number, or a text of a number and a unit, in the unit that counts 1; 0 is no limit."""
    if isinstance(value, str) and (match := _QUANTITY.fullmatch(value)) and match[2].lower() in units:
        return float(match[1]) * units[match[2].lower()]
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1e15:
        return float(value) * units[""]
    raise InvalidProblem("This limit cannot be read.", field=path)
