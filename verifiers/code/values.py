"""Plain JSON values as test data and answers: reading them safely and measuring them."""

import json
from decimal import MAX_EMAX, MAX_PREC, Decimal, localcontext
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

MAX_DEPTH = 200
"""Deepest nesting that is read; a linked list or a tree is a flat array here."""
MAX_PARTS = 2_000_000
"""Most items that an answer has in all: to read more holds up whatever else is done, for seconds."""
MAX_INTEGER_DIGITS = 100_000
"""Longest integer that is read. Longer ones take Python too long to convert."""
_SAFE_INTEGER_DIGITS = 4_000
"""What `int` converts without the interpreter's own limit (4,300) in the way."""
_SAFE_INTEGER_BITS = 3 * _SAFE_INTEGER_DIGITS
"""Fewer than so many digits have."""


class UnreadableValueError(ValueError):
    """A text is no JSON, or one beyond the limits above. The message says which."""


def read_json(data: bytes | str) -> Json:
    """Parse JSON, with `NaN`, `Infinity` and `-Infinity`, and integers of any length within the limit.

    Raises:
        UnreadableValueError: for anything else, invalid UTF-8 and deep nesting among it.
    """
    try:
        text = data.decode() if isinstance(data, bytes) else data
        value: Json = json.loads(text, parse_int=read_integer)
    except RecursionError:
        raise UnreadableValueError(f"nested deeper than {MAX_DEPTH}") from None
    except ValueError as error:
        raise UnreadableValueError(f"no JSON value: {error}") from error
    if depth_exceeds(value, MAX_DEPTH):
        raise UnreadableValueError(f"nested deeper than {MAX_DEPTH}")
    return value


def read_answer(data: bytes, most_parts: int = MAX_PARTS) -> Json:
    """The same for what a program wrote, which may be megabytes of nothing but brackets.

    Raises:
        UnreadableValueError: likewise, or there is more in it than may be.
    """
    if parts(data) > most_parts:
        raise UnreadableValueError(f"it has more than {most_parts} items")
    return read_json(data)


def parts(data: bytes) -> int:
    """How many items a JSON text can have at most; what marks them may stand in strings too."""
    return data.count(b",") + data.count(b"[") + data.count(b"{")


def read_integer(text: str) -> int:
    """Convert decimal digits with an optional sign, piece by piece where Python refuses to at once.

    Raises:
        UnreadableValueError: for more digits than the limit.
    """
    if len(text) <= _SAFE_INTEGER_DIGITS:
        return int(text)
    if len(text) > MAX_INTEGER_DIGITS:
        raise UnreadableValueError(f"an integer of more than {MAX_INTEGER_DIGITS} digits")
    digits = text.lstrip("+-")
    magnitude = _join_digits(digits)
    return -magnitude if text.startswith("-") else magnitude


def _join_digits(digits: str) -> int:
    if len(digits) <= _SAFE_INTEGER_DIGITS:
        return int(digits)
    low_length = len(digits) // 2
    low = _join_digits(digits[-low_length:])
    return int(_join_digits(digits[:-low_length]) * 10**low_length + low)


def plain_json(value: object) -> Json:
    """A value built of JSON's types alone; tuples become lists.

    Raises:
        UnreadableValueError: for other types, names that are no strings, and too deep nesting.
    """
    if depth_exceeds(value, MAX_DEPTH):
        raise UnreadableValueError(f"nested deeper than {MAX_DEPTH}")
    return _plain(value)


def _plain(value: object) -> Json:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        raise UnreadableValueError(f"{type(value).__name__} is not a JSON type")
    if not all(isinstance(name, str) for name in value):
        raise UnreadableValueError("names in an object must be strings")
    return {name: _plain(item) for name, item in value.items()}


def depth_exceeds(value: object, limit: int) -> bool:
    """Whether lists and dictionaries are nested deeper than `limit`; without recursion."""
    level: list[object] = [value]
    for _ in range(limit + 1):
        inner: list[object] = []
        for item in level:
            if isinstance(item, (list, tuple)):
                inner.extend(part for part in item if isinstance(part, (list, tuple, dict)))
            elif isinstance(item, dict):
                inner.extend(part for part in item.values() if isinstance(part, (list, tuple, dict)))
        if not inner:
            return False
        level = inner
    return True


def write_json(value: object) -> str:
    """Canonical JSON: sorted keys, no spaces, ASCII, so that equal values are equal texts."""
    try:
        return _ENCODER.encode(value)
    except ValueError:
        # An integer of more digits than the interpreter converts at once.
        return _written(value)


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _written(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{_written(name)}:{_written(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_written, value)) + "]"
    if isinstance(value, int) and abs(value).bit_length() > _SAFE_INTEGER_BITS:
        with localcontext(prec=MAX_PREC, Emax=MAX_EMAX):
            return f"{_as_decimal(value):f}"
    return _ENCODER.encode(value)


def _as_decimal(value: int) -> Decimal:
    """Put together from halves, since Python's own conversion takes the square of the length."""
    bits = abs(value).bit_length()
    if bits <= _SAFE_INTEGER_BITS:
        return Decimal(value)
    half = bits // 2
    high = value >> half
    return _as_decimal(high) * Decimal(2) ** half + _as_decimal(value - (high << half))
