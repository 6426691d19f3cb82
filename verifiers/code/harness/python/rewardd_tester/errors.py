"""Exceptions of the program's, raised in the test. They are told of as in `rewardd_relay/raised.py`."""

import importlib
import sys

from rewardd_tester.wall import WALL

MODULES = (
    "asyncio.exceptions", "dataclasses", "decimal", "email.errors", "json.decoder", "queue", "shutil", "statistics",
    "subprocess", "configparser", "zipfile", "ipaddress", "string", "binascii", "struct", "csv", "sqlite3",
)  # fmt: skip
"""Where to look for the library's own. None of them ends a test early, as those of `unittest` do."""
ENDS = (StopIteration, StopAsyncIteration, GeneratorExit)
"""Of loops."""


class CandidateError(Exception):
    """An exception of a type that only the candidate's box knows, or that would end the test."""

    instead_of = None
    """The type that it is not, for a test that expects just that."""


class Errors:
    """Makes them."""

    def made(self, reply, step=None):
        """The exception to raise; `step` is the end of an iteration, where that was asked for."""
        kind, text = reply.get("error") or ("", "")
        told = reply.get("raised")
        if told is None:
            return CandidateError(f"{kind}: {text}")
        if "local" in told:
            # What a function of the test's threw comes through as it is.
            thrown = WALL.callbacks.thrown.get(told["local"]) or CandidateError(text)
            if not isinstance(thrown, ENDS) or type(thrown) is step:
                return thrown
            return instead_of(type(thrown), str(thrown))
        error = self.of_program(told) if "class" in told else self.of_library(told, step)
        if error.__cause__ is None and told.get("cause"):
            error.__cause__ = self.made({"raised": told["cause"]})
        if error.__context__ is None and told.get("context"):
            error.__context__ = self.made({"raised": told["context"]})
        # A program that misses a file or its input may have been to find what the test has put there.
        object.__setattr__(error, "_rewardd_own", not isinstance(error, (OSError, EOFError)))
        return error

    def of_program(self, told):
        args = tuple(WALL.values.untag(value) for value in told["args"])
        return WALL.classes.error(told["object"], told["class"], args, str(told["text"]))

    def of_library(self, told, step):
        args = tuple(WALL.values.untag(value) for value in told["args"])
        kind = library_error([told["library"]], step)
        if kind is None or kind is CandidateError:
            return instead_of(own_kind(*told["library"]) or CandidateError, str(told["text"]))
        try:
            error = kind(*args) if kind.__module__ == "builtins" else kind.__new__(kind, *args)
        except TypeError:
            error = kind.__new__(kind)
        error.args = args
        for name, value in told["attributes"].items():
            if not name.startswith("_"):
                error.__dict__[name] = WALL.values.untag(value)
        return error


def instead_of(kind, text):
    """An exception for one that would end the test's own loops; a test that expects it by its name is undecided."""
    error = CandidateError(f"{kind.__name__}: {text}")
    error.instead_of = kind
    WALL.withheld.add(kind.__name__)
    return error


def library_error(names, step=None):
    """The first of these that is an exception of the library's, unless it would end a loop; None without any."""
    for module, name in names:
        kind = own_kind(module, name)
        if kind is not None:
            return CandidateError if issubclass(kind, ENDS) and kind is not step else kind
    return None


def own_kind(module, name):
    """The library's class of exceptions of this name, if it may be raised in a test."""
    if module in MODULES and module not in sys.modules:
        importlib.import_module(module)
    kind = getattr(sys.modules.get(module), name, None) if is_harmless(module) else None
    is_error = isinstance(kind, type) and issubclass(kind, BaseException)
    return kind if is_error and is_harmless(kind.__module__) else None


def is_harmless(module):
    head = module.partition(".")[0]
    return head in sys.stdlib_module_names and head != "unittest"


WALL.errors = Errors()
