"""Python values as they cross between boxes, written as in `harness/python/rewardd_driver/tagged.py`."""

from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from verifiers.code.values import Json

MAX_HASHED = 10_000
"""Members of sets and keys of dictionaries that are no strings. Numbers can be chosen to collide."""


MAX_BITS = 10_000
"""Of the integers that a fraction is made of."""
MAX_DECIMAL_DIGITS = 1_000
"""Of a decimal number, and of its exponent."""


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
    if tag == "Counter":
        return Counter(_dictionary(inner))
    if tag in ("defaultdict", "view", "library"):
        return _OF_PARTS[tag](inner)
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
        case "iterator":
            return iter(items)
        case "set" | "frozenset":
            return frozenset(hashable(items)) if tag == "frozenset" else set(hashable(items))
        case "complex" if len(items) == 2 and all(isinstance(item, int | float) for item in items):
            real, imaginary = items
            assert isinstance(real, int | float)
            assert isinstance(imaginary, int | float)
            return complex(real, imaginary)
    raise UnusableValueError(f"an unknown tag {tag[:40]!r}")


class _WithDefault(dict[object, object]):
    """A `defaultdict` whose default is known by its value."""

    def __init__(self, parts: list[Json]) -> None:
        default, pairs = _parts(parts, 2)
        if not isinstance(pairs, list):
            raise UnusableValueError("a dictionary of something else than pairs")
        super().__init__(_dictionary(pairs))
        self._default = default

    def __missing__(self, key: object) -> object:
        return untag(self._default)


def _view(parts: list[Json]) -> object:
    kind, items = _parts(parts, 2)
    if not isinstance(items, list):
        raise UnusableValueError("a view of something else than items")
    values = [untag(item) for item in items]
    if kind == "keys":
        return dict.fromkeys(hashable(values)).keys()
    if kind == "items" and all(isinstance(value, tuple) and len(value) == 2 for value in values):
        keys = hashable([value[0] for value in values if isinstance(value, tuple)])
        return dict(
            zip(keys, [value[1] for value in values if isinstance(value, tuple)], strict=True)
        ).items()
    return dict(enumerate(values)).values()


def _library(parts: list[Json]) -> object:
    _, name, made_of = _parts(parts, 3)
    make = _LIBRARY.get(name) if isinstance(name, str) else None
    if make is None or not isinstance(made_of, list):
        raise UnusableValueError("a value of a type that is not known here")
    if any(isinstance(part, int) and part.bit_length() > MAX_BITS for part in made_of):
        raise UnusableValueError("a number beyond what is compared")
    try:
        return make(*made_of)
    except (TypeError, ValueError, ArithmeticError) as error:
        raise UnusableValueError(f"no {name}") from error


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if number.is_finite() and (len(text) > MAX_DECIMAL_DIGITS or abs(number.adjusted()) > MAX_DECIMAL_DIGITS):
        raise UnusableValueError("a number beyond what is compared")
    return number


def _parts(value: list[Json], count: int) -> list[Json]:
    if len(value) != count:
        raise UnusableValueError(f"a value of {len(value)} parts instead of {count}")
    return value


_LIBRARY: Mapping[str, Callable[..., object]] = {
    "Fraction": Fraction,
    "Decimal": _decimal,
    "timedelta": timedelta,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}
_OF_PARTS: Mapping[str, Callable[[list[Json]], object]] = {
    "defaultdict": _WithDefault,
    "view": _view,
    "library": _library,
}


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
