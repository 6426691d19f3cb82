"""Objects of the test's that the program has been told of, and what it may ask of them."""

import types
import unittest
from unittest import mock

from rewardd_tester.wall import WALL
from rewardd_wire.special import special_names

TEST = "__test__"
"""The name of the module that tests are."""


class LocalObjects:
    """By number, kept for good."""

    def __init__(self):
        self.objects = [None]
        self.numbers = {}
        self.thrown = {}

    def number(self, value):
        if id(value) not in self.numbers:
            self.numbers[id(value)] = len(self.objects)
            self.objects.append(value)
        return self.numbers[id(value)]

    def get(self, number):
        return self.objects[abs(number)]

    def tag(self, value):
        number = self.number(value)
        if isinstance(value, type) and issubclass(value, BaseException):
            return {"local": [number, [], builtin_kind(value)]}
        names = [name for name in special_names(type(value)) if name not in UNTOLD]
        words = {name: text for name in WORDS if isinstance(text := getattr(value, name, None), str)}
        return {"local": [number, names, "", words if "__call__" in names else {}]}

    def answer(self, number, operation, args, kwargs):
        """Do what the program asks for with one of them."""
        values = WALL.values
        try:
            target = self.get(number)
            args = [values.untag(value) for value in args]
            kwargs = {key: values.untag(value) for key, value in kwargs.items()}
            if operation == "__getattr__":
                result = getattr(target, public(target, *args))
            elif operation == "__setattr__":
                result = set_attribute(target, *args)
            elif operation == "__call__":
                result = target(*args, **kwargs)
            elif operation in special_names(type(target)):
                result = getattr(type(target), operation)(target, *args)
            else:
                raise AttributeError(operation)
            return {"returned": values.tag(result)}
        except BaseException as error:
            return {"threw": self.threw(error)}

    def threw(self, error):
        number = self.number(error)
        self.thrown[number] = error
        kind = type(error)
        if isinstance(error, AssertionError):
            WALL.hidden = True
        own = self.number(kind) if kind.__module__ == TEST else 0
        text = error.args[0] if len(error.args) == 1 and isinstance(error.args[0], str) else str(error)
        return [builtin_kind(kind), text[:1000], number, own]


UNTOLD = ("__hash__", "__await__")
"""Of the proxies themselves, or of no use across the wall."""


WORDS = ("__name__", "__qualname__", "__doc__", "__module__")
"""What functions say of themselves, which decorators pass on."""


def builtin_kind(kind):
    """The name of the nearest built-in type of exceptions."""
    return next((base.__name__ for base in kind.__mro__ if base.__module__ == "builtins"), "RuntimeError")


def set_attribute(target, name, value):
    if isinstance(target, mock.NonCallableMock) or name not in vars(target):
        raise AttributeError(name)
    setattr(target, public(target, name), value)


def public(target, name):
    """A name that the program may use: of objects of the test's own types, of files and of mocks.

    A generator would tell the values of its frame, a `TestCase` would take other methods, and a mock would
    have its calls forgotten.
    """
    if name.startswith("_"):
        raise AttributeError(name)
    if isinstance(target, mock.NonCallableMock):
        if name.startswith("assert_") or name in OF_MOCKS:
            raise AttributeError(name)
        return name
    own = type(target).__module__ in (TEST, "_io") and not isinstance(target, (unittest.TestCase, type))
    if not own and not isinstance(target, types.SimpleNamespace):
        raise AttributeError(name)
    return name


OF_MOCKS = tuple(
    name for name in dir(mock.Mock()) if name not in ("return_value",) and not name.startswith("_")
)
"""What mocks have to say of themselves."""

WALL.callbacks = LocalObjects()
