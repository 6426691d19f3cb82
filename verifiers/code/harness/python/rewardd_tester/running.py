"""Runs a test in whatever form it has: statements, functions, classes, `unittest`, a session of an interpreter."""

import builtins
import contextlib
import inspect
import sys
import types
import unittest
from unittest import mock

from rewardd_tester.local_objects import TEST
from rewardd_tester.pytest_stand_in import BUILT_IN_FIXTURES, Fixture, Row
from rewardd_tester.scope import Scope, of_program
from rewardd_tester.stand_ins import place_of
from rewardd_tester.wall import BeyondReach


def run(source, code, entry):
    """`code` is the compiled source, or None for a session of an interpreter."""
    scope = Scope(__name__=TEST, __builtins__=builtins)
    scope.entry = entry.rpartition(".")[2].strip("() ")
    if code is None:
        run_session(source, scope)
        return
    exec(code, scope)
    check = scope.get("check")
    if callable(check) and entry and f"check({entry}" not in source and "\ncheck(" not in source:
        check(of_program(scope.entry))
    fixtures = {value.name: value for value in scope.values() if isinstance(value, Fixture)}
    call_if_there(scope, "setup_module")
    for name, value in list(scope.items()):
        if place_of(value) is not None:
            if name.startswith("test") and is_defined(name, code):
                raise BeyondReach("a test is decorated by the program")
            continue
        if isinstance(value, type) and value.__module__ == TEST and issubclass(value, unittest.TestCase):
            run_unittest(value)
        elif isinstance(value, types.FunctionType) and name.startswith("test"):
            run_function(value, fixtures, value)
        elif isinstance(value, type) and value.__module__ == TEST and name.startswith("Test"):
            run_class(value, fixtures)
    call_if_there(scope, "teardown_module")


def is_defined(name, code):
    """Whether the test has a function of this name."""
    return any(isinstance(part, types.CodeType) and part.co_name == name for part in code.co_consts)


def call_if_there(holder, name, *args):
    found = holder.get(name) if isinstance(holder, dict) else getattr(holder, name, None)
    if found is not None:
        args = args[: len(inspect.signature(found).parameters)]
        found(*args)


def run_class(kind, fixtures):
    if getattr(kind, "is_skipped", False):
        return
    call_if_there(kind, "setup_class")
    for name in [name for name in dir(kind) if name.startswith("test")]:
        instance = kind()
        own = {
            value.name: getattr(instance, place)
            for base in kind.__mro__
            for place, value in vars(base).items()
            if isinstance(value, Fixture)
        }
        call_if_there(instance, "setup_method", None)
        run_function(getattr(instance, name), {**fixtures, **own}, kind, getattr(kind, name))
        call_if_there(instance, "teardown_method", None)
    call_if_there(kind, "teardown_class")


def run_function(function, fixtures, *marked):
    """A test, once for each row of arguments and each parameter of its fixtures."""
    if any(getattr(holder, "is_skipped", False) for holder in marked):
        return
    used = [name for holder in marked for name in getattr(holder, "used", ())]
    used += [name for name, value in fixtures.items() if value.autouse]
    rows = rows_of([row for holder in marked for row in getattr(holder, "rows", ())])
    names = [*inspect.signature(function).parameters][mocks_given(function) :]
    wanted = [name for name in needed([*used, *names], fixtures) if fixtures[name].params]
    for name in wanted:
        rows = [{**row, ("param", name): value} for row in rows for value in fixtures[name].params]
    for row in rows:
        with contextlib.ExitStack() as ending, contextlib.suppress(unittest.SkipTest):
            made = {}
            for name in used:
                make(name, row, fixtures, made, ending)
            arguments = {
                name: make(name, row, fixtures, made, ending)
                for name in names
                if is_made(name, row, fixtures, function)
            }
            finish(function(**arguments))


def mocks_given(function):
    """How many arguments `mock.patch` passes, as a decorator of this function."""
    patchings = getattr(function, "patchings", ())
    return sum(patching.new is mock.DEFAULT and not patching.attribute_name for patching in patchings)


def needed(names, fixtures, found=()):
    """The fixtures behind these names, those that they name themselves among them."""
    found = list(found)
    for name in names:
        if name in fixtures and name not in found:
            found.append(name)
            found = needed(inspect.signature(fixtures[name].function).parameters, fixtures, found)
    return found


def is_made(name, row, fixtures, function):
    has_default = inspect.signature(function).parameters[name].default is not inspect.Parameter.empty
    return name in row or name in fixtures or name in BUILT_IN_FIXTURES or not has_default


def make(name, row, fixtures, made, ending):
    """The value of an argument; what a fixture does after its `yield` is done at the end."""
    if name in row:
        return row[name]
    if name not in made:
        if name == "request":
            return types.SimpleNamespace(param=None)
        if name not in fixtures and name not in BUILT_IN_FIXTURES:
            raise BeyondReach(f"nothing here makes what the test calls {name}")
        maker = fixtures[name].function if name in fixtures else BUILT_IN_FIXTURES[name]
        arguments = {
            inner: types.SimpleNamespace(param=row.get(("param", name)), addfinalizer=ending.callback)
            if inner == "request"
            else make(inner, row, fixtures, made, ending)
            for inner in inspect.signature(maker).parameters
        }
        value = maker(**arguments)
        if isinstance(value, types.GeneratorType):
            generator, value = value, next(value)
            ending.callback(next, generator, None)
        made[name] = finish(value)
    return made[name]


def finish(value):
    """Of a coroutine what it comes to."""
    if isinstance(value, types.CoroutineType):
        import asyncio

        return asyncio.run(value)
    return value


def rows_of(parameters):
    """The arguments of each run of a parametrised test."""
    rows = [{}]
    for names, values in parameters:
        names = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
        columns = [
            dict(zip(names, value if len(names) > 1 or isinstance(value, Row) else (value,))) for value in values
        ]
        rows = [{**row, **column} for column in columns for row in rows]
    return rows


def run_unittest(case):
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(case)
    result = unittest.TextTestRunner(stream=sys.stderr).run(suite)
    for _, trace in result.failures + result.errors:
        raise AssertionError(trace.strip().rpartition("\n")[2])
    if result.unexpectedSuccesses:
        raise AssertionError("a test passed that is to fail")


def run_session(source, scope):
    import doctest

    test = doctest.DocTestParser().get_doctest(source, scope, "test", "test.py", 0)
    said = []
    result = doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    if result.failed:
        raise AssertionError("".join(said)[-300:])
