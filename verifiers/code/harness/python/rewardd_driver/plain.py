"""Scalars and sequences by their exact built-in types.

A subclass with methods of its own counts as the plain value that it holds.
"""

import collections

MAX_NODES = 1_000_000
"""Of a list, a tree, or whatever else is written."""
SEQUENCES = (list, tuple, collections.deque, range, type({}.keys()), type({}.values()))


class Unwritable(Exception):
    """A value has no plain form."""


def scalar(value):
    """A scalar as its exact built-in type."""
    kind = type(value)
    if value is None or kind in (bool, int, float, str):
        return value
    if isinstance(value, int):
        return int.__int__(value)
    if isinstance(value, float):
        return float.__float__(value)
    if isinstance(value, str):
        return str.__str__(value)
    if is_foreign_number(value) and not isinstance(plain := value.tolist(), list):
        return scalar(plain)
    raise Unwritable(f"a value of type {kind.__name__} was returned")


def items_of(value):
    """The items of a sequence, iterated as its built-in type does, or None if it is no sequence."""
    for kind in SEQUENCES:
        if isinstance(value, kind):
            return list(kind.__iter__(value))
    if is_foreign_number(value) and isinstance(plain := value.tolist(), list):
        return plain
    return None


def is_foreign_number(value):
    """Scalars and arrays of NumPy, which is dear to load for every program."""
    return hasattr(type(value), "dtype") and hasattr(type(value), "tolist")
