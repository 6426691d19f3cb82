"""The program's classes, as it describes them (`rewardd_relay/classes.py`), and its objects by number."""

import builtins
import dataclasses
import sys

from rewardd_tester.errors import CandidateError, library_error
from rewardd_tester.stand_ins import (
    COROUTINE,
    METHODS,
    OF_VALUES,
    Place,
    ProgramClass,
    StandIn,
    forward,
)
from rewardd_tester.wall import WALL, ask
from rewardd_wire.special import SPECIAL

HELD = {kind.__name__: kind for kind in (int, float, complex, str, bytes, tuple, frozenset)}
CONTENT = (["builtins", "list"], ["builtins", "dict"], ["builtins", "set"], ["collections", "deque"])
is_instance, is_subclass = isinstance, issubclass
KNOWN_MODULES = ("builtins", "collections", "datetime", "decimal", "fractions", "uuid", "pathlib", "enum", "abc", "types")


class Classes:
    """One object for each number, so that `is` says what it says in the program's box."""

    def __init__(self):
        self.told = {}
        self.classes = {}
        self.objects = {}

    def learn(self, told):
        self.told.update((int(number), description) for number, description in told.items())

    def get(self, number):
        if number not in self.classes:
            described = self.told[number]
            self.classes[number] = known_type(described) or self.make(number, described)
        return self.classes[number]

    def make(self, number, described):
        held = HELD.get(described["held"])
        bases = [self.get(base) for base in described["bases"]]
        bases = [base for base in bases if type(base) is ProgramClass] or [StandIn]
        built_in = []
        for kind in [held] if held is not None else [library_error([name]) for name in described["library"]]:
            if kind is not None and not any(issubclass(base, kind) for base in (*bases, *built_in)):
                built_in.append(kind)
        is_error = any(issubclass(base, BaseException) for base in (*bases, *built_in))
        namespace = {**self.namespace(described, held, is_error), "_rewardd_class": Place(number)}
        try:
            return type.__new__(ProgramClass, described["name"], (*bases, *built_in), namespace)
        except TypeError:  # their layouts do not go together
            root = held or (library_error(described["library"]) if is_error else None)
            return type.__new__(ProgramClass, described["name"], (StandIn, *([root] if root else [])), namespace)

    def namespace(self, described, held, is_error):
        special = [name for name in described["special"] if name in SPECIAL]
        if held is not None:
            special = [name for name in special if name in OF_VALUES]
        elif is_error:
            special = [name for name in special if name not in ("__str__", "__repr__")]
        else:
            special = [*special, "__repr__", "__str__"]
        namespace = {name: METHODS.get(name) or forward(name) for name in special if name != "__get__"}
        if "__eq__" in namespace and "__hash__" not in namespace:
            namespace["__hash__"] = None
        if "__await__" in namespace:
            namespace.update(COROUTINE)
        if is_error:
            namespace["__str__"] = lambda self: self._rewardd_text
        is_library = described["module"].partition(".")[0] in sys.stdlib_module_names
        namespace.update(
            __module__=described["module"],
            __doc__=property(lambda self: ask("get", self._rewardd_place.number, "__doc__"))
            if is_library
            else described["doc"],
            _rewardd_library=[tuple(name) for name in described["library"]],
            _rewardd_methods=frozenset(described["methods"]),
            _rewardd_content=any(name in CONTENT for name in described["library"]),
        )
        if described["fields"] is not None:
            namespace["__dataclass_fields__"] = {
                name: data_field(name, in_constructor) for name, in_constructor in described["fields"]
            }
        return namespace

    def object(self, number, class_number):
        if number not in self.objects:
            kind = self.get(class_number)
            if type(kind) is not ProgramClass:
                kind = self.classes[class_number] = self.make(class_number, self.told[class_number])
            made = object.__new__(kind)
            object.__setattr__(made, "_rewardd_place", Place(number))
            self.objects[number] = made
        else:
            self.objects[number]._rewardd_place.returned = True
        return self.objects[number]

    def named(self, name, number, class_number):
        """A method of `Solution`: called by its name, on a new object each time."""
        made = object.__new__(self.make(class_number, self.told[class_number]))
        object.__setattr__(made, "_rewardd_place", Place(number, name))
        return made

    def valued(self, number, class_number, plain):
        """A kind of number, text or tuple, with the value that it holds."""
        kind = self.get(class_number)
        made = type(plain).__new__(kind, plain)
        object.__setattr__(made, "_rewardd_place", Place(number))
        if number in self.objects and type(self.objects[number]) is kind:
            return self.objects[number]
        self.objects[number] = made
        return made

    def error(self, number, class_number, args, text):
        """An exception of one of the program's classes."""
        if number not in self.objects:
            kind = self.get(class_number)
            if type(kind) is not ProgramClass or not is_subclass(kind, BaseException):
                return CandidateError(text)
            made = kind.__new__(kind, *args)
            for name, value in (("args", args), ("_rewardd_place", Place(number)), ("_rewardd_text", text)):
                object.__setattr__(made, name, value)
            self.objects[number] = made
        return self.objects[number]


def known_type(described):
    """The library's own class, where it is one that values are made of."""
    if described["module"] not in KNOWN_MODULES:
        return None
    found = getattr(sys.modules.get(described["module"]), described["name"], None)
    return found if is_instance(found, type) else None


def data_field(name, in_constructor):
    field = dataclasses.field(init=in_constructor)
    field.name = name
    field.type = object
    field._field_type = dataclasses._FIELD
    return field


def of_library(value, kinds, own_class):
    """Whether an object's class, in the program's box, is of one of the library's."""
    if type(own_class) is not ProgramClass or own_class is StandIn:
        return False
    kinds = kinds if is_instance(kinds, tuple) else (kinds,)
    own = own_class._rewardd_library
    return any(
        is_instance(kind, type)
        and kind.__module__.partition(".")[0] in sys.stdlib_module_names
        and (kind.__module__, kind.__qualname__) in own
        for kind in kinds
    )


def is_instance_across(value, kinds):
    return is_instance(value, kinds) or of_library(value, kinds, type(value))


def is_subclass_across(kind, kinds):
    return is_subclass(kind, kinds) or of_library(kind, kinds, kind)


def install():
    """Have all that asks for types know the stand-ins' own."""
    builtins.isinstance = is_instance_across
    builtins.issubclass = is_subclass_across


WALL.classes = Classes()
