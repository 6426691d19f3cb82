"""`float`: tokens, or values, whose numbers may be off by a tolerance."""

import math
import re

from verifiers.code.checkers.comparison import Comparison, compare_parts
from verifiers.code.checkers.structure import compare_structure
from verifiers.code.checkers.tokens import tokens
from verifiers.code.values import Json

MAX_NUMBER_CHARS = 400
"""A longer token is no number here; it must be equal as it is written."""
_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_NOT_FINITE = {
    b"nan": math.nan,
    b"inf": math.inf,
    b"infinity": math.inf,
}


def within(expected: float, actual: float, absolute: float, relative: float) -> bool:
    """Whether two numbers differ by at most `absolute`, or by at most `relative` of the expected one.

    NaN is NaN and nothing else is; an infinity is the same infinity, never a large number; the two
    zeros are equal. Integers are compared exactly before any of them becomes a float.
    """
    if expected == actual:
        return True
    try:
        if math.isnan(expected) or math.isnan(actual):
            return math.isnan(expected) and math.isnan(actual)
        difference = abs(float(expected - actual))
        allowed = max(absolute, relative * abs(float(expected)))
    except OverflowError:
        return False
    return math.isfinite(difference) and math.isfinite(allowed) and difference <= allowed


def compare_text(expected: bytes, actual: bytes, absolute: float, relative: float) -> Comparison:
    """Equal tokens, but where both are numbers they may differ by the tolerance."""

    def is_close(left: bytes, right: bytes) -> bool:
        wanted, found = _number(left), _number(right)
        return wanted is not None and found is not None and within(wanted, found, absolute, relative)

    return compare_parts("token", tokens(expected), tokens(actual), is_close)


def _number(token: bytes) -> float | None:
    """Python's own `float` would also take `1_000` and digits of other scripts. 1e999 is no infinity."""
    if len(token) > MAX_NUMBER_CHARS:
        return None
    if _NUMBER.fullmatch(token):
        number = int(token) if token.lstrip(b"+-").isdigit() else float(token)
        return None if math.isinf(number) else number
    sign, rest = (token[:1], token[1:]) if token[:1] in (b"+", b"-") else (b"", token)
    word = _NOT_FINITE.get(rest.lower())
    return -word if word is not None and sign == b"-" else word


def compare_value(expected: Json, actual: Json, absolute: float, relative: float) -> Comparison:
    """Equal shapes; numbers anywhere inside may differ by the tolerance. A boolean is no number."""

    def same_leaf(left: Json, right: Json) -> bool:
        if isinstance(left, bool) or isinstance(right, bool):
            return left is right
        if isinstance(left, int | float) and isinstance(right, int | float):
            return within(left, right, absolute, relative)
        return type(left) is type(right) and left == right

    return compare_structure(expected, actual, same_leaf)
