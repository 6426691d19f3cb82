"""The names that a test finds: its own, the library's, and the program's."""

import builtins
import importlib
import sys
import types

from rewardd_tester.errors import CandidateError
from rewardd_tester.nodes import GIVEN
from rewardd_tester.stand_ins import ProgramClass, place_of
from rewardd_tester.wall import WALL, BeyondReach, ask

STAR_MODULES = (
    "typing", "operator", "string", "re", "math", "itertools", "functools", "collections", "heapq", "bisect",
    "copy",
)  # fmt: skip
OTHER_MODULES = ("random", "datetime", "sys", "os", "json", "numpy", "pytest", "unittest")
MODULES = {**{name: name for name in (*STAR_MODULES, *OTHER_MODULES)}, "np": "numpy"}
COMPARING = ("isclose",)
"""Of the library's, whoever else has them: they compare."""
NAMES_OF_PROGRAM = ("solution", "your_module", "main", "candidate", "program", "your_code", "submission")


class Scope(dict):
    """A test's globals: what neither it nor the library defines is the candidate's.

    Were `Counter` and `isclose` to be the candidate's too, it would compare its own results.
    """

    entry = ""
    hidden = frozenset()
    """Built-in names that the program's `*` would have replaced."""

    def __missing__(self, name):
        if name in self.hidden:
            raise BeyondReach(f"the test takes all names of the program's, which has its own {name}")
        if hasattr(builtins, name):
            return getattr(builtins, name)
        if name in GIVEN:
            return GIVEN[name]
        if name.startswith("__"):
            raise KeyError(name)
        if name != self.entry and (found := in_library(name, bool(self.entry))) is not None:
            self[name] = found
            return found
        value = of_program(name)
        if type(value) is ProgramClass and not self.entry and in_library(name, by_itself=True) is not None:
            WALL.doubted.append(place_of(value))  # it may be `Counter` that is meant, to compare with
        if place_of(value) is not None:
            self[name] = value  # of a plain value, which a call may change, it is asked for anew each time
        return value

    def copy(self):
        copied = Scope(self)
        copied.entry, copied.hidden = self.entry, self.hidden
        return copied


def of_program(name):
    """What the program has by this name."""
    value = ask("get", 0, name)
    if type(value) is ProgramClass:
        place_of(value).names.add(name)
    return value


def in_library(name, by_itself):
    """What LeetCode has in scope: a module or, with `by_itself`, one of the names in it.

    A test without an entry point may mean the candidate's own `add` or `Counter`.
    """
    if name in MODULES:
        try:
            return importlib.import_module(MODULES[name])
        except ImportError:
            return None
    if by_itself or name in COMPARING:
        for module in map(importlib.import_module, STAR_MODULES):
            if name in (getattr(module, "__all__", None) or vars(module)):
                return getattr(module, name)
    return None


class CandidateModule(types.ModuleType):
    """What `import solution` and `from solution import f` find."""

    def __getattr__(self, name):
        if name == "__all__":
            return starred(ask("names", 0))
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return of_program(name)
        except (NameError, CandidateError) as error:
            raise AttributeError(str(error)) from None

    def __setattr__(self, name, value):
        if name.startswith("__"):
            super().__setattr__(name, value)
        else:
            ask("set", 0, name, [value])

    def __delattr__(self, name):
        ask("delete", 0, name)


def starred(names):
    """Of the program's names those that `*` brings: none that the test or Python has, which decide whether it passes."""
    frame = sys._getframe(1)
    while frame is not None and not isinstance(frame.f_globals, Scope):
        frame = frame.f_back
    scope = frame.f_globals if frame is not None else Scope()
    scope.hidden = frozenset(name for name in names if hasattr(builtins, name))
    kept = {*scope, *scope.hidden, *MODULES, *COMPARING, "mock"}
    return [name for name in names if isinstance(name, str) and name not in kept]


def install_modules():
    for name in NAMES_OF_PROGRAM:
        sys.modules[name] = CandidateModule(name)
