"""Values, types and functions of the standard library, by name."""

import collections
import importlib
import sys

MADE_OF = {
    "Counter": lambda value: [dict(value)],
    "OrderedDict": lambda value: [list(value.items())],
    "defaultdict": lambda value: [value.default_factory, dict(value)],
    "deque": lambda value: [list(value), value.maxlen],
    "range": lambda value: [value.start, value.stop, value.step],
    "bytearray": lambda value: [bytes(value)],
    "Fraction": lambda value: [value.numerator, value.denominator],
    "Decimal": lambda value: [str(value)],
    "timedelta": lambda value: [value.days, value.seconds, value.microseconds],
    "timezone": lambda value: [value.utcoffset(None)],
    "datetime": lambda value: [value.isoformat()],
    "date": lambda value: [value.isoformat()],
    "time": lambda value: [value.isoformat()],
    "UUID": lambda value: [str(value)],
    "PosixPath": lambda value: [str(value)],
    "PurePosixPath": lambda value: [str(value)],
    "IPv4Address": lambda value: [str(value)],
    "IPv6Address": lambda value: [str(value)],
    "SimpleNamespace": lambda value: [vars(value)],
}
"""What makes another of them, by the name of their type."""


def parts_of(value):
    """What makes another such value, or None."""
    kind = type(value)
    made_of = MADE_OF.get(kind.__name__)
    if made_of is None or not is_library(kind):
        return None
    return made_of(value)


def made(module, name, parts):
    """A value of the library, from its parts."""
    kind = found_by_name(module, name)
    if name in ("datetime", "date", "time"):
        return kind.fromisoformat(*parts)
    return kind(**parts[0]) if name == "SimpleNamespace" else kind(*parts)


def found_by_name(module, name):
    """Anything of a module, or the module itself."""
    found = importlib.import_module(module)
    for part in name.split(".") if name else ():
        found = getattr(found, part)
    return found


def is_library(kind):
    module = getattr(kind, "__module__", None)
    return isinstance(module, str) and module.partition(".")[0] in sys.stdlib_module_names


class Records:
    """Named tuples that the other side has defined, made again here."""

    def __init__(self):
        self.kinds = {}

    def make(self, name, fields, items):
        place = (name, *fields)
        if place not in self.kinds:
            self.kinds[place] = collections.namedtuple(name, fields)
        return self.kinds[place](*items)
