"""What tests use of pytest."""

import re
import sys
import types
import unittest

from rewardd_tester.captured import Capture
from rewardd_tester.errors import CandidateError
from rewardd_tester.replacing import Mocker, MonkeyPatch
from rewardd_tester.stand_ins import content, place_of
from rewardd_tester.wall import BeyondReach


class Raises:
    """`pytest.raises`."""

    def __init__(self, expected, match=None):
        self.expected = expected
        self.pattern = match
        self.value = self.type = self.tb = None

    @property
    def typename(self):
        return self.type.__name__

    def match(self, pattern):
        if not re.search(pattern, str(self.value)):
            raise AssertionError(f"the message {self.value} does not match")
        return True

    def exconly(self, tryshort=False):
        return f"{self.typename}: {self.value}"

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            raise AssertionError("it did not raise")
        instead_of = (isinstance(error, CandidateError) and error.instead_of) or kind
        if not issubclass(kind, self.expected) and not issubclass(instead_of, self.expected):
            return False
        self.value, self.type, self.tb = error, kind, trace
        if self.pattern is not None:
            self.match(self.pattern)
        return True


def raises(expected, *args, match=None, **kwargs):
    if not args:
        return Raises(expected, match=match)
    caught = Raises(expected)
    with caught:
        args[0](*args[1:], **kwargs)
    return caught


class Approximately:
    """`pytest.approx`, with its tolerances: 1e-6 relative, 1e-12 absolute."""

    __array_ufunc__ = None
    """An array leaves the comparison to this."""

    def __init__(self, expected, rel=None, abs=None, nan_ok=False):
        self.expected = expected
        self.relative = 1e-6 if rel is None and abs is None else rel or 0.0
        self.absolute = 1e-12 if abs is None else abs
        self.nan_ok = nan_ok

    def __eq__(self, actual):
        return self.close(self.expected, actual)

    def __repr__(self):
        return f"{self.expected!r} ± {self.absolute}"

    def close(self, expected, actual):
        if hasattr(type(expected), "tolist"):
            expected = expected.tolist()
        if place_of(actual) is not None and type(actual)._rewardd_content:
            actual = content(actual)  # its length and its items are the program's word
        elif type(actual).__module__ == "numpy" and place_of(actual) is None:
            actual = actual.tolist()
        if isinstance(expected, dict):
            return (
                isinstance(actual, dict)
                and expected.keys() == actual.keys()
                and all(self.close(value, actual[key]) for key, value in expected.items())
            )
        if isinstance(expected, (list, tuple)):
            same_shape = isinstance(actual, (list, tuple)) and len(actual) == len(expected)
            return same_shape and all(map(self.close, expected, actual))
        if isinstance(expected, NUMBERS) and isinstance(actual, NUMBERS):
            if expected != expected or actual != actual:
                return self.nan_ok and expected != expected and actual != actual
            allowed = max(self.absolute, self.relative * abs(expected))
            return expected == actual or abs(expected - actual) <= allowed
        if hasattr(type(expected), "__sub__") and type(expected) is type(actual):
            return abs(expected - actual) <= max(self.absolute, self.relative * abs(expected))
        return expected == actual


NUMBERS = (int, float, complex)


class Marks:
    """`pytest.mark`: rows, fixtures and skips are kept with the function, other marks say nothing here."""

    def __getattr__(self, name):
        def mark(*args, **kwargs):
            def decorate(function):
                if name == "parametrize":
                    keep(function, "rows", (args or tuple(kwargs.values()))[:2])
                elif name == "usefixtures":
                    for fixture_name in args:
                        keep(function, "used", fixture_name)
                elif name == "skip" or (name == "skipif" and args and args[0]):
                    function.is_skipped = True
                return function

            if len(args) == 1 and not kwargs and name != "parametrize" and is_decorated(args[0]):
                argument, args = args[0], ()
                return decorate(argument)
            return decorate

        if name == "skip":
            mark.is_skipped = True
        return mark


def keep(function, place, value):
    if place not in vars(function):
        setattr(function, place, [])
    getattr(function, place).append(value)


def is_decorated(value):
    return isinstance(value, (types.FunctionType, type))


class Row(tuple):
    """`pytest.param`."""


class Fixture:
    """A function that makes what tests name as an argument."""

    def __init__(self, function, *, autouse=False, params=None, name=None, scope="function"):
        self.function = function
        self.autouse = autouse
        self.params = params
        self.name = name or function.__name__
        self.scope = scope

    def __get__(self, instance, owner=None):
        return self if instance is None else Fixture(
            types.MethodType(self.function, instance), autouse=self.autouse, params=self.params, name=self.name,
            scope=self.scope,
        )


def fixture(function=None, scope="function", params=None, autouse=False, ids=None, name=None):
    def decorate(function):
        return Fixture(function, autouse=autouse, params=params, name=name, scope=scope)

    return decorate if function is None else decorate(function)


def fail(reason="", pytrace=True):
    raise AssertionError(reason)


def skip(reason="", allow_module_level=False):
    raise unittest.SkipTest(reason)


def beyond(*args, **kwargs):
    raise BeyondReach("the test listens for warnings")


def importorskip(name, *args, **kwargs):
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError:
        return skip(f"no {name}")


def make_monkeypatch():
    patch = MonkeyPatch()
    yield patch
    patch.undo()


def make_mocker():
    mocker = Mocker()
    yield mocker
    mocker.stopall()


def make_capture():
    capture = Capture()
    yield capture
    capture.close()


def make_folder():
    import pathlib
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        yield pathlib.Path(folder)


BUILT_IN_FIXTURES = {
    "monkeypatch": make_monkeypatch, "capsys": make_capture, "capfd": make_capture, "tmp_path": make_folder,
    "mocker": make_mocker,
}  # fmt: skip


def install_pytest():
    pytest = types.ModuleType("pytest")
    vars(pytest).update(
        raises=raises, approx=Approximately, mark=Marks(), fixture=fixture, fail=fail, skip=skip,
        param=lambda *values, **kwargs: Row(values), warns=beyond, deprecated_call=beyond,
        importorskip=importorskip, MonkeyPatch=MonkeyPatch, main=lambda *args, **kwargs: 0,
        Skipped=unittest.SkipTest, xfail=skip,
    )  # fmt: skip
    sys.modules["pytest"] = pytest
    asynchronous = types.ModuleType("pytest_asyncio")
    asynchronous.fixture = fixture
    sys.modules["pytest_asyncio"] = asynchronous
