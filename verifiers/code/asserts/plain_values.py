"""Python values as they cross between boxes, written as in `harness/python/rewardd_driver/tagged.py`."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from verifiers.code.values import Json

MAX_HASHED = 10_000
"""Members of sets and keys of dictionaries that are no strings. Numbers can be chosen to collide."""


class UnusableValueError(ValueError):
    """A claimed value is not of the tagged form, or too large to be compared."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """A linked list or a tree, by its values."""

    kind: str
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Opaque:
    """An object without a plain form; it equals nothing but itself."""

    type_name: str


def untag(value: Json) -> object:
    """The plain Python value.

    Raises:
        UnusableValueError: for anything malformed.
    """
    if not isinstance(value, Mapping):
        if isinstance(value, list):
            raise UnusableValueError("a list without a tag")
        return value
    if len(value) != 1:
        raise UnusableValueError("a value needs exactly one tag")
    ((tag, inner),) = value.items()
    if tag == "object":
        return Opaque(str(inner)[:100])
    if tag == "bytes" and isinstance(inner, str):
        return inner.encode("latin-1", errors="replace")
    if not isinstance(inner, list):
        raise UnusableValueError("a tag without its items")
    if tag == "dict":
        return _dictionary(inner)
    items = [untag(item) for item in inner]
    if tag in ("ListNode", "TreeNode"):
        return Nodes(tag, tuple(items))
    return _container(tag, items)


def tag(value: object) -> Json:
    """The tagged form of a plain value.

    Raises:
        UnusableValueError: it has none.
    """
    match value:
        case None | bool() | int() | float() | str():
            return value
        case bytes():
            return {"bytes": value.decode("latin-1")}
        case complex():
            return {"complex": [value.real, value.imag]}
        case dict():
            return {"dict": [[tag(key), tag(item)] for key, item in value.items()]}
        case Nodes():
            return {value.kind: [tag(item) for item in value.values]}
        case list() | tuple() | set() | frozenset() | deque():
            return {type(value).__name__: [tag(item) for item in value]}
    raise UnusableValueError(f"{type(value).__name__} has no plain form")


def _container(tag: str, items: list[object]) -> object:
    match tag:
        case "list":
            return items
        case "tuple":
            return tuple(items)
        case "deque":
            return deque(items)
        case "set" | "frozenset":
            return frozenset(hashable(items)) if tag == "frozenset" else set(hashable(items))
        case "complex" if len(items) == 2 and all(isinstance(item, int | float) for item in items):
            real, imaginary = items
            assert isinstance(real, int | float)
            assert isinstance(imaginary, int | float)
            return complex(real, imaginary)
    raise UnusableValueError(f"an unknown tag {tag[:40]!r}")


def _dictionary(pairs: list[Json]) -> dict[object, object]:
    keys: list[object] = []
    values: list[object] = []
    for pair in pairs:
        if not isinstance(pair, list) or len(pair) != 2:
            raise UnusableValueError("a dictionary of something else than pairs")
        keys.append(untag(pair[0]))
        values.append(untag(pair[1]))
    return dict(zip(hashable(keys), values, strict=True))


def hashable(items: list[object]) -> list[object]:
    """The same items, if they can go into a set without keeping us busy.

    Raises:
        UnusableValueError: if they cannot.
    """
    if sum(not isinstance(item, str) for item in items) > MAX_HASHED:
        raise UnusableValueError(f"a set or dictionary of more than {MAX_HASHED} members")
    for item in items:
        try:
            hash(item)
        except TypeError:
            raise UnusableValueError("a member that cannot be hashed") from None
    return items
