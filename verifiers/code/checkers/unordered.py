"""`unordered`: the same lines, or the same items of a list, in any order."""

import math
from collections import Counter
from typing import TypeVar

from verifiers.code.checkers.comparison import PASSED, Comparison, differs, shown
from verifiers.code.checkers.lines import trimmed_lines
from verifiers.code.checkers.value import compare_value as compare_ordered
from verifiers.code.values import Json, write_json

MAX_PAIRWISE = 256
"""Items that are compared each with each."""

_ItemT = TypeVar("_ItemT", str, bytes)


def compare_text(expected: bytes, actual: bytes) -> Comparison:
    """The same trimmed lines, each as often."""
    wanted, found = Counter(trimmed_lines(expected)), Counter(trimmed_lines(actual))
    return _compare_counts(wanted, found, "line")


def compare_value(expected: Json, actual: Json, *, floating: bool = False) -> Comparison:
    """The same items of the outermost list, each as often; inside the items order counts.

    Anything but two lists is compared as by `value`.
    """
    if not isinstance(expected, list) or not isinstance(actual, list):
        return compare_ordered(expected, actual, floating=floating)
    if len(expected) != len(actual):
        return differs("value: length", len(expected), len(actual))
    if floating or any(_has_float(item) for item in expected):
        return _compare_sorted(expected, actual, floating)
    wanted, found = Counter(map(_key, expected)), Counter(map(_key, actual))
    return _compare_counts(wanted, found, "item")


def _compare_sorted(expected: list[Json], actual: list[Json], floating: bool) -> Comparison:
    """With a tolerance there is no counting. Sorting puts numbers that are nearly equal side by side.

    It may pair lists wrongly that begin with nearly equal numbers, so short lists get a second try.
    """
    for left, right in zip(sorted(expected, key=_order), sorted(actual, key=_order), strict=True):
        result = compare_ordered(left, right, floating=floating)
        if not result.passed:
            return result if len(expected) > MAX_PAIRWISE else _compare_pairwise(expected, actual, floating)
    return PASSED


def _compare_pairwise(expected: list[Json], actual: list[Json], floating: bool) -> Comparison:
    left_over = list(actual)
    for wanted in expected:
        for index, found in enumerate(left_over):
            if compare_ordered(wanted, found, floating=floating).passed:
                del left_over[index]
                break
        else:
            return Comparison(False, f"the item {shown(wanted)} is missing")
    return PASSED


def _compare_counts(wanted: Counter[_ItemT], found: Counter[_ItemT], noun: str) -> Comparison:
    if wanted == found:
        return PASSED
    for item, count in wanted.items():
        if (seen := found.get(item, 0)) < count:
            return differs(f"how often the {noun} {shown(item)} comes", count, seen)
    extra = next(item for item, count in found.items() if count > wanted.get(item, 0))
    return Comparison(False, f"the {noun} {shown(extra)} comes too often")


def _has_float(value: Json) -> bool:
    if isinstance(value, list):
        return any(_has_float(item) for item in value)
    if isinstance(value, dict):
        return any(_has_float(item) for item in value.values())
    return isinstance(value, float)


def _key(value: Json) -> str:
    """Equal texts for values that `value` calls equal where integers are expected: 4.0 is 4."""
    return write_json(_integral(value))


def _integral(value: Json) -> Json:
    if isinstance(value, list):
        return [_integral(item) for item in value]
    if isinstance(value, dict):
        return {name: _integral(item) for name, item in value.items()}
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _order(value: Json) -> tuple[object, ...]:
    """A total order over values of mixed types: by type, then by value; NaN goes last."""
    if isinstance(value, bool):
        return (1, value)
    if isinstance(value, int | float):
        is_nan = isinstance(value, float) and math.isnan(value)
        return (2, is_nan, 0 if is_nan else value)
    if isinstance(value, str):
        return (3, value)
    if isinstance(value, list):
        return (4, len(value), tuple(_order(item) for item in value))
    return (0,) if value is None else (5, write_json(value))
