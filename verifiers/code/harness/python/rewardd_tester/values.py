"""Values between the boxes, as `rewardd_relay/objects.py` describes them.

What comes is the program's word. It is made of built-in types and of a fixed list of the library's, and of
stand-ins for the program's own objects; nothing that it names is imported or called.
"""

import collections
import datetime
import decimal
import enum
import fractions
import ipaddress
import pathlib
import sys
import types
import uuid

from rewardd_tester.nodes import Nodes
from rewardd_tester.stand_ins import DECIDING, Method, place_of
from rewardd_tester.wall import WALL, BeyondReach

CONTAINERS = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset, "deque": collections.deque}
BY_TYPE = {kind: name for name, kind in CONTAINERS.items()}
MADE_OF = {
    collections.Counter: lambda value: [dict(value)],
    collections.OrderedDict: lambda value: [list(value.items())],
    collections.defaultdict: lambda value: [value.default_factory, dict(value)],
    collections.deque: lambda value: [list(value), value.maxlen],
    bytearray: lambda value: [bytes(value)],
    fractions.Fraction: lambda value: [value.numerator, value.denominator],
    decimal.Decimal: lambda value: [str(value)],
    datetime.timedelta: lambda value: [value.days, value.seconds, value.microseconds],
    datetime.timezone: lambda value: [value.utcoffset(None)],
    datetime.datetime: lambda value: [value.isoformat()],
    datetime.date: lambda value: [value.isoformat()],
    datetime.time: lambda value: [value.isoformat()],
    uuid.UUID: lambda value: [str(value)],
    pathlib.PosixPath: lambda value: [str(value)],
    pathlib.PurePosixPath: lambda value: [str(value)],
    ipaddress.IPv4Address: lambda value: [str(value)],
    ipaddress.IPv6Address: lambda value: [str(value)],
    range: lambda value: [value.start, value.stop, value.step],
    types.SimpleNamespace: lambda value: [vars(value)],
}
"""Types of the library whose values cross, and what makes another."""
BY_NAME = {kind.__name__: kind for kind in MADE_OF}
PLAIN = (int, float, str, bytes, complex)
PLAIN_ITEMS = "biufU"


class Values:
    """Both directions."""

    def tag(self, value):
        kind = type(value)
        if value is None or kind in (bool, int, float, str):
            return value
        place = place_of(value)
        if place is not None:
            return {"name": place.name} if place.name else {"object": place.taken()}
        if kind is Method:
            return {"method": list(value.words())}
        if isinstance(value, BaseException):
            return {"threw": WALL.callbacks.threw(value)}
        if isinstance(value, types.TracebackType):
            return None
        if isinstance(value, Nodes):
            return {value.kind: [self.tag(item) for item in value.values]}
        if kind in BY_TYPE and (kind is not collections.deque or value.maxlen is None):
            return {BY_TYPE[kind]: [self.tag(item) for item in value]}
        if kind in MADE_OF:
            return {"library": [kind.__module__, kind.__name__, [self.tag(part) for part in MADE_OF[kind](value)]]}
        if isinstance(value, dict):
            return {"dict": [[self.tag(key), self.tag(item)] for key, item in value.items()]}
        if isinstance(value, tuple) and hasattr(kind, "_fields"):
            return {"record": [kind.__name__, list(kind._fields), [self.tag(item) for item in value]]}
        if isinstance(value, (map, zip, filter)):
            return {"list": [self.tag(item) for item in value]}
        if isinstance(value, enum.Enum):
            return WALL.callbacks.tag(value)
        for name, container in CONTAINERS.items():
            if isinstance(value, container):
                return {name: [self.tag(item) for item in container.__iter__(value)]}
        if kind is bytes:
            return {"bytes": value.decode("latin-1")}
        if kind is complex:
            return {"complex": [value.real, value.imag]}
        if (tagged := numeric(value)) is not None:
            return tagged
        for plain in PLAIN:
            if isinstance(value, plain):
                return self.tag(plain(value))
        if value is NotImplemented or value is Ellipsis:
            return {"type": ["builtins", repr(value)]}
        return in_library(value) or WALL.callbacks.tag(value)

    def untag(self, value):
        if not isinstance(value, dict):
            return value
        ((kind, inner),) = value.items()
        if kind in CONTAINERS:
            return CONTAINERS[kind](self.untag(item) for item in inner)
        if kind == "dict":
            return {self.untag(key): self.untag(item) for key, item in inner}
        if kind == "bytes":
            return inner.encode("latin-1")
        if kind == "complex":
            return complex(*inner)
        if kind == "object":
            return WALL.classes.object(*inner)
        if kind == "class":
            return WALL.classes.get(inner)
        if kind == "valued":
            number, class_number, plain = inner
            return WALL.classes.valued(number, class_number, self.untag(plain))
        if kind == "name":
            return WALL.classes.named(*inner)
        if kind == "iterator":
            return iter([self.untag(item) for item in inner])
        if kind == "view":
            return view(inner[0], self.untag(inner[1]))
        if kind == "local":
            return WALL.callbacks.get(inner)
        if kind == "type":
            return {"NotImplemented": NotImplemented, "Ellipsis": Ellipsis}[inner[1]]
        if kind == "library":
            return library_value(inner[1], [self.untag(part) for part in inner[2]])
        if kind == "array":
            import numpy

            dtype, shape, items = inner
            return numpy.array(items, dtype=numpy.dtype(str(dtype))).reshape(shape)
        if kind == "scalar":
            import numpy

            return numpy.dtype(str(inner[0])).type(inner[1])
        if kind == "exception":
            return WALL.errors.made({"raised": inner})
        if kind in ("ListNode", "TreeNode"):
            return Nodes(kind, [self.untag(item) for item in inner])
        raise ValueError(f"a value tagged {kind}")

    def change(self, old, new):
        """Give an object the content of another of its type, and those inside it likewise; the object to use."""
        if type(old) is not type(new) or not is_changeable(old):
            return new
        if isinstance(old, dict):
            new = {key: self.change(old[key], value) if key in old else value for key, value in new.items()}
            old.clear()
            old.update(new)
        elif isinstance(old, bytearray):
            old[:] = new
        elif type(old).__name__ == "ndarray":
            old[...] = new
        elif isinstance(old, list):
            old[:] = map(self.change, old, new) if len(old) == len(new) else new
        elif isinstance(old, Nodes):
            old.values = new.values
        else:
            old.clear()
            (old.update if isinstance(old, set) else old.extend)(new)
        return old


def is_changeable(value):
    return isinstance(value, (list, dict, set, collections.deque, bytearray, Nodes)) or (
        type(value).__name__ == "ndarray"
    )


def view(kind, items):
    if kind == "keys":
        return dict.fromkeys(items).keys()
    if kind == "items":
        return dict(items).items()
    return dict(enumerate(items)).values()


def library_value(name, parts):
    kind = BY_NAME[name]
    if kind in (datetime.datetime, datetime.date, datetime.time):
        return kind.fromisoformat(*parts)
    if kind is types.SimpleNamespace:
        if any(name in DECIDING for name in parts[0]):
            raise BeyondReach("an object of the program's compares itself with a value of the test's")
        return kind(**parts[0])
    return kind(*parts)


def numeric(value):
    """The tagged form of an array or a scalar of NumPy whose items are plain, else None."""
    kind = type(value)
    if kind.__module__ != "numpy" or not hasattr(kind, "dtype") or value.dtype.kind not in PLAIN_ITEMS:
        return None
    if kind is value.dtype.type:
        return {"scalar": [value.dtype.str, value.tolist()]}
    if kind.__name__ == "ndarray":
        return {"array": [value.dtype.str, list(value.shape), value.ravel().tolist()]}
    return None


def in_library(value):
    """The name of a function or a type of the library, which the program's box has too."""
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if isinstance(value, types.ModuleType):
        module, name = value.__name__, ""
    if not isinstance(module, str) or not isinstance(name, str):
        return None
    if module.partition(".")[0] not in (*sys.stdlib_module_names, "numpy"):
        return None
    found = sys.modules.get(module)
    for part in name.split(".") if name else ():
        found = getattr(found, part, None)
    return {"type": [module, name]} if found is value else None


WALL.values = Values()
