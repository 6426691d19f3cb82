"""Functions and objects of the test's, which stay in the test's box.

A test tells of one by its number and the special methods that it has; what else is asked of it goes back as

    {"callback": [number, operation, args, kwargs]}   answered by {"returned": value},
                                                      {"threw": [type, text, number, number of its type]} or a request
"""

import builtins
import os
import types

from rewardd_wire.frames import read_frame, write_frame


class Local:
    """What all of them have."""

    def __init__(self, locals, number):
        self.__dict__.update(_locals=locals, _number=number)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self._locals.ask(self._number, "__getattr__", name)

    def __setattr__(self, name, value):
        self._locals.ask(self._number, "__setattr__", name, value)

    def __eq__(self, other):
        if isinstance(other, Local) and self._number == other._number:
            return True
        return NotImplemented

    def __hash__(self):
        return self._number


def asked(name):
    return lambda self, *args, **kwargs: self._locals.ask(self._number, name, *args, **kwargs)


def bound(self, instance, owner=None):
    """As a function in a class is."""
    return self if instance is None else types.MethodType(self, instance)


class Locals:
    """All that the test has told of."""

    def __init__(self, conversation):
        self.conversation = conversation
        self.kinds = {}
        self.known = {}
        self.errors = {}

    def owns(self, value):
        return issubclass(type(value), Local) or any(value is kind for kind in self.errors.values())

    def number(self, value):
        if isinstance(value, type):
            return next(number for number, kind in self.errors.items() if kind is value)
        return value._number

    def get(self, number, names=(), base="", words=None):
        """The object of this number; `base` says that it is a class of exceptions, and of which kind.

        `words` are what a function says of itself, such as its name.
        """
        if base:
            return self.error_class(number, base)
        if number not in self.known:
            names = tuple(names)
            if names not in self.kinds:
                methods = {name: asked(name) for name in names}
                if "__get__" in methods:
                    methods["__get__"] = bound
                if "__eq__" in methods:
                    methods["__hash__"] = Local.__hash__
                self.kinds[names] = type("Local", (Local,), methods)
            self.known[number] = self.kinds[names](self, number)
            vars(self.known[number]).update(words or {})
        return self.known[number]

    def error_class(self, number, base):
        if number not in self.errors:
            self.errors[number] = type("TestError", (usual_error(base),), {})
        return self.errors[number]

    def error(self, kind, text, number, own_kind):
        """An exception of the test's; coming back, it is told of by its number."""
        error = (self.error_class(own_kind, kind) if own_kind else usual_error(kind))(text)
        error.rewardd_local = number
        return error

    def ask(self, number, operation, *args, **kwargs):
        """Have the test's box do something with one of its objects."""
        objects = self.conversation.objects
        call = [number, operation, [objects.tag(value) for value in args]]
        call.append({key: objects.tag(value) for key, value in kwargs.items()})
        write_frame({"callback": call, "classes": objects.new_classes()})
        while (reply := read_frame()) is not None:
            if "returned" in reply:
                return objects.untag(reply["returned"])
            if "threw" in reply:
                raise self.error(*reply["threw"])
            self.conversation.serve(reply)
        os._exit(0)


def usual_error(name):
    known = getattr(builtins, name, None)
    is_plain = isinstance(known, type) and issubclass(known, Exception) and not issubclass(known, UnicodeError)
    return known if is_plain else RuntimeError
