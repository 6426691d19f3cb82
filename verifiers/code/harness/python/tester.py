"""Runs Python tests in a box of their own. What they call lives in the candidate's box.

The other end is `asserts/relay.py`: each request read from descriptor 3 is answered by one frame on 4.

    {"run": source, "entry": name}          run a test; answered by how it ended, or by a call to make
    {"tagged": value, "changed": [[place, value], …]}, {"error": [type, text]}
                                            the outcome of the call that was asked for; answered likewise
    {"callback": [n, operation, args, kwargs]}   to do with an object of this box, before that outcome

    answers: {"passed": true} · {"failed": text} · {"broken": text}, the test itself is at fault ·
             {"beyond": text}, it does what can only be done where the program is ·
             {"call": [target, name, args, kwargs]} · {"returned": value} · {"threw": [type, text]}

Values are tagged as in driver.py. Objects stay where they were made; {"handle": n} stands for one of the
candidate's, {"local": n} for one of the test's. `changed` has the arguments of a function without a result
that it changed in place. Where a call has a result, arguments keep their values: a program must not change
what the test goes on to work the right result out from.
"""

import builtins
import collections
import datetime
import decimal
import fractions
import importlib
import json
import operator
import os
import sys
import traceback
import types

sys.argv = ["tester"]
REQUESTS, ANSWERS = os.fdopen(3, "rb"), os.fdopen(4, "wb")
CONTAINERS = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset, "deque": collections.deque}
LIBRARY_TYPES = (
    datetime.datetime,
    datetime.date,
    datetime.time,
    datetime.timedelta,
    decimal.Decimal,
    fractions.Fraction,
)
TEST = "__test__"
STAR_MODULES = (
    "typing", "operator", "string", "re", "math", "itertools", "functools", "collections", "heapq", "bisect",
    "copy",
)  # fmt: skip
OTHER_MODULES = ("random", "datetime", "sys", "os", "json", "numpy")
MODULES = {**{name: name for name in (*STAR_MODULES, *OTHER_MODULES)}, "np": "numpy"}


ONE_PROCESS = (
    "capsys", "capfd", "caplog", "monkeypatch", "tmp_path", "tmpdir", "redirect_stdout", "redirect_stderr",
    "patch(", "patch.", "tempfile", "shutil", "sys.stdout", "sys.stdin", "builtins.", "open(", "os.path",
    "os.remove", "os.environ", "Path(",
    "asyncio", "issubclass(", ".__name__", ".__doc__", ".__annotations__", "cache_info", "inspect.",
)  # fmt: skip
"""Words of tests that look at, or give, what is not passed and returned: output, input, files, replaced names;
or at what a function is, beyond what it returns."""


class BeyondReach(BaseException):
    """The test does what can only be done where the program is."""


class CandidateError(Exception):
    """An exception of a type that only the candidate's box knows."""


def read_frame():
    header = REQUESTS.read(4)
    if len(header) < 4:
        os._exit(0)
    return json.loads(REQUESTS.read(int.from_bytes(header, "big")))


def write_frame(value):
    data = json.dumps(value).encode()
    ANSWERS.write(len(data).to_bytes(4, "big") + data)
    ANSWERS.flush()


def ask(target, name, args, kwargs):
    """Have the candidate's box call something; its value, or its exception raised here."""
    call = [target, name, [tag(value) for value in args], {key: tag(value) for key, value in kwargs.items()}]
    write_frame({"call": call})
    while "callback" in (reply := read_frame()):
        write_frame(called_back(*reply["callback"]))
    if "tagged" in reply:
        result = untag(reply["tagged"])
        # Of a call with a result nothing was changed, whatever the frame says; see above.
        for place, value in reply.get("changed", ()) if result is None else ():
            changed(kwargs[place] if isinstance(place, str) else args[place], untag(value))
        return result
    kind, text = reply["error"]
    known = getattr(builtins, kind, None)
    # The end of an iteration, raised by anything else than an iterator, would end the test's own loops.
    ends = known is StopIteration and name != "__next__"
    if isinstance(known, type) and issubclass(known, Exception) and not ends:
        try:
            error = known(text)
        except TypeError:
            error = None  # its constructor takes other arguments
        if error is not None:
            # A program that misses a file or its input may have been to find what the test has put there.
            error.is_programs_own = not isinstance(error, (OSError, EOFError))
            raise error
    error = CandidateError(text)
    error.kind = kind
    raise error


def changed(old, new):
    """Give an object the content of another of its type, and those inside it likewise; the object to use."""
    if type(old) is not type(new) or not isinstance(old, (list, dict, set, collections.deque, Nodes)):
        return new
    if isinstance(old, dict):
        new = {key: changed(old[key], value) if key in old else value for key, value in new.items()}
        old.clear()
        old.update(new)
    elif isinstance(old, list):
        old[:] = map(changed, old, new) if len(old) == len(new) else new
    elif isinstance(old, Nodes):
        old.values = new.values
    else:
        old.clear()
        (old.update if isinstance(old, set) else old.extend)(new)
    return old


LOCALS = []
NUMBERS = {}
OPERATIONS = {
    "__iter__": iter,
    "__next__": next,
    "__len__": len,
    "__bool__": bool,
    "__getitem__": operator.getitem,
    "__setitem__": operator.setitem,
    "__contains__": operator.contains,
    "__str__": str,
}


def local(value):
    """The number by which the candidate's box may name an object of this one, kept for good."""
    if id(value) not in NUMBERS:
        NUMBERS[id(value)] = len(LOCALS)
        LOCALS.append(value)
    return {"local": NUMBERS[id(value)]}


def called_back(number, operation, args, kwargs):
    """Do what the candidate's program asks for with an object that the test handed to it."""
    try:
        target = LOCALS[abs(number)]
        args = [untag(value) for value in args]
        if operation == "__call__":
            result = target(*args, **{key: untag(value) for key, value in kwargs.items()})
        elif operation == "__getattr__":
            result = getattr(target, public(target, *args))
        elif operation == "__setattr__":
            if args[0] not in vars(target):
                raise AttributeError(args[0])
            result = setattr(target, public(target, args[0]), args[1])
        else:
            result = OPERATIONS[operation](target, *args)
        return {"returned": tag(result)}
    except BaseException as error:
        return {"threw": [type(error).__name__, str(error)[:1000]]}


def public(target, name):
    """A name that the candidate may use: of objects of the test's own types, and of files.

    A generator would tell the values of its frame, and a `TestCase` would take other methods.
    """
    import unittest

    own = type(target).__module__ in (TEST, "_io") and not isinstance(target, (unittest.TestCase, type))
    if not own or name.startswith("_"):
        raise AttributeError(name)
    return name


class Remote:
    """A name or an object of the candidate's box."""

    def __init__(self, target, name=""):
        self.__dict__["_place"] = (target, name)

    def __call__(self, *args, **kwargs):
        target, name = self._place
        return ask(target, name or "__call__", args, kwargs)

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        target, own = self._place
        if own:
            return Remote(ask(target, own, (), {"__get__": True})._place[0], name)
        kind = ask(target, name, (), {"__get__": True})
        return Remote(target, name) if kind is METHOD else kind

    def __setattr__(self, name, value):
        self("__setattr__", name, value)

    def __mro_entries__(self, bases):
        raise BeyondReach("the test derives a class from one of the program's")

    def __subclasscheck__(self, other):
        raise BeyondReach("the test asks for the classes of the program's classes")

    __instancecheck__ = __subclasscheck__


METHOD = object()


def forward(name):
    def operation(self, *args):
        return ask(self._place[0], name, args, {})

    return operation


def forward_between(name):
    """Operators that both objects must be there for: one alone could claim any result it likes."""

    def operation(self, other):
        return ask(self._place[0], name, (other,), {}) if isinstance(other, Remote) else NotImplemented

    return operation


for NAME in ("len", "getitem", "setitem", "delitem", "next", "str", "repr", "bool", "hash", "enter", "exit"):
    setattr(Remote, f"__{NAME}__", forward(f"__{NAME}__"))


def forward_sum(name):
    """Arithmetic. With a value of the test's, that value would be told to the program: it may be the expected one."""
    between = forward_between(name)

    def operation(self, other):
        if isinstance(other, Remote):
            return between(self, other)
        try:
            ask(self._place[0], name, (), {"__get__": True})
        except (AttributeError, NameError):
            return NotImplemented
        raise BeyondReach("the test computes with an object of the program's and a value of its own")

    return operation


for NAME in ("lt", "le", "gt", "ge"):
    setattr(Remote, f"__{NAME}__", forward_between(f"__{NAME}__"))
for NAME in ("add", "sub", "mul", "truediv", "radd", "rsub", "rmul", "rtruediv"):
    setattr(Remote, f"__{NAME}__", forward_sum(f"__{NAME}__"))


def equal(self, other):
    """Two objects of the candidate's box may be equal by its word; nothing of this one is."""
    if not isinstance(other, Remote):
        return False
    return self._place == other._place or ask(self._place[0], "__eq__", (other,), {}) is True


def iterate(self):
    return iter(ask(self._place[0], "__iter__", (), {}))


Remote.__eq__ = equal
Remote.__iter__ = iterate


class Nodes:
    """A linked list or a tree, by its values; made by the datasets' own `list_node` and `tree_node`."""

    def __init__(self, kind, values):
        self.kind, self.values = kind, values

    def __eq__(self, other):
        return isinstance(other, Nodes) and (self.kind, self.values) == (other.kind, other.values)


def tag(value):
    kind = type(value)
    if value is None or kind in (bool, int, float, str):
        return value
    if isinstance(value, Remote):
        target, name = value._place
        return {"handle": target} if not name else {"name": name}
    if isinstance(value, Nodes):
        return {value.kind: [tag(item) for item in value.values]}
    if isinstance(value, dict):
        return {"dict": [[tag(key), tag(item)] for key, item in value.items()]}
    for name, container in CONTAINERS.items():
        if isinstance(value, container):
            return {name: [tag(item) for item in value]}
    if isinstance(value, (range, map, zip, filter)):
        return {"list": [tag(item) for item in value]}
    if isinstance(value, (bytes, bytearray)):
        return {"bytes": bytes(value).decode("latin-1")}
    if isinstance(value, complex):
        return {"complex": [value.real, value.imag]}
    if isinstance(value, (int, float, str)):
        return tag(kind.__mro__[-2](value))
    if kind in LIBRARY_TYPES:
        return {"library": [kind.__module__, kind.__name__, made_of(value)]}
    return in_library(value) or local(value)


def made_of(value):
    if isinstance(value, fractions.Fraction):
        return [value.numerator, value.denominator]
    if isinstance(value, datetime.timedelta):
        return [value.days, value.seconds, value.microseconds]
    return [str(value) if isinstance(value, decimal.Decimal) else value.isoformat()]


def in_library(value):
    """The name of a function or a type of the standard library, which the candidate's box has too."""
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if not isinstance(module, str) or not isinstance(name, str) or module not in sys.stdlib_module_names:
        return None
    found = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return {"library": [module, name]} if found is value else None


def untag(value):
    if not isinstance(value, dict):
        return value
    ((kind, inner),) = value.items()
    if kind == "handle":
        return Remote(inner)
    if kind == "method":
        return METHOD
    if kind == "dict":
        return {untag(key): untag(item) for key, item in inner}
    if kind == "bytes":
        return inner.encode("latin-1")
    if kind == "complex":
        return complex(*inner)
    if kind in ("ListNode", "TreeNode"):
        return Nodes(kind, [untag(item) for item in inner])
    if kind == "library":
        made = next(kind for kind in LIBRARY_TYPES if kind.__name__ == inner[1])
        return getattr(made, "fromisoformat", made)(*inner[2])
    if kind == "local":
        return LOCALS[abs(inner)]
    if kind == "object":
        return Remote(0, "")
    return CONTAINERS[kind](untag(item) for item in inner)


class Scope(dict):
    """A test's globals: what neither it nor the library defines is the candidate's.

    Were `Counter` and `isclose` to be the candidate's too, it would compare its own results.
    """

    entry = ""

    def __missing__(self, name):
        if hasattr(builtins, name):
            return getattr(builtins, name)
        if name in GIVEN:
            return GIVEN[name]
        if name.startswith("__"):
            raise KeyError(name)
        if name != self.entry and (found := in_library_scope(name, bool(self.entry))) is not None:
            self[name] = found
            return found
        value = ask(0, name, (), {"__get__": True})
        if not isinstance(value, Remote):
            return value  # a plain value, which a call may change: asked for anew each time
        self[name] = Remote(0, name)
        return self[name]


def in_library_scope(name, by_itself):
    """What LeetCode has in scope: a module or, with `by_itself`, one of the names in it.

    A test without an entry point may mean the candidate's own `add` or `Counter`.
    """
    if name in MODULES:
        try:
            return importlib.import_module(MODULES[name])
        except ImportError:
            return None
    if by_itself:
        for module in map(importlib.import_module, STAR_MODULES):
            if name in (getattr(module, "__all__", None) or vars(module)):
                return getattr(module, name)
    return None


class CandidateModule(types.ModuleType):
    """What `from solution import f` finds."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Remote(0, name)


class Raises:
    """`pytest.raises`."""

    def __init__(self, expected, match=None):
        self.expected = expected if isinstance(expected, tuple) else (expected,)
        self.match = match
        self.value = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        import re

        if kind is None:
            raise AssertionError("it did not raise")
        names = [place._place[1] for place in self.expected if isinstance(place, Remote)]
        types_expected = tuple(item for item in self.expected if isinstance(item, type))
        if not (issubclass(kind, types_expected) or getattr(error, "kind", None) in names):
            return False
        if self.match is not None and not re.search(self.match, str(error)):
            raise AssertionError(f"the message {error} does not match")
        self.value = error
        return True


class Approximately:
    """`pytest.approx`, with its tolerances: 1e-6 relative, 1e-12 absolute."""

    def __init__(self, expected, rel=None, abs=None):
        self.expected = expected
        self.relative = 1e-6 if rel is None and abs is None else rel or 0.0
        self.absolute = 1e-12 if abs is None else abs

    def __eq__(self, actual):
        return self.close(self.expected, actual)

    def close(self, expected, actual):
        if isinstance(expected, dict):
            return (
                isinstance(actual, dict)
                and expected.keys() == actual.keys()
                and all(self.close(value, actual[key]) for key, value in expected.items())
            )
        if isinstance(expected, (list, tuple)):
            same_shape = isinstance(actual, (list, tuple)) and len(actual) == len(expected)
            return same_shape and all(map(self.close, expected, actual))
        if not isinstance(expected, (int, float)) or not isinstance(actual, (int, float)):
            return expected == actual
        allowed = max(self.absolute, self.relative * abs(expected))
        return expected == actual or abs(expected - actual) <= allowed


class Marks:
    """`pytest.mark`: `parametrize` is kept with the function, every other mark says nothing here."""

    def __getattr__(self, name):
        def mark(*args, **kwargs):
            def decorate(function):
                if name == "parametrize":
                    function.__dict__.setdefault("rows", []).append(args[:2])
                return function

            return args[0] if len(args) == 1 and callable(args[0]) and not kwargs else decorate

        return mark


def fixture(*args, **kwargs):
    def decorate(function):
        function.is_fixture = True
        return function

    return decorate(args[0]) if len(args) == 1 and callable(args[0]) else decorate


def install_modules():
    for name in ("solution", "your_module", "main", "candidate"):
        sys.modules[name] = CandidateModule(name)
    pytest = types.ModuleType("pytest")
    pytest.raises, pytest.approx, pytest.mark, pytest.fixture = Raises, Approximately, Marks(), fixture
    pytest.fail = lambda reason="": (_ for _ in ()).throw(AssertionError(reason))
    sys.modules["pytest"] = pytest


def same_nodes(left, right):
    return left == right


GIVEN = {
    "list_node": lambda values: Nodes("ListNode", list(values)) if values else None,
    "tree_node": lambda values: Nodes("TreeNode", list(values)) if values else None,
    "is_same_list": same_nodes,
    "is_same_tree": same_nodes,
}


def rows_of(function):
    """The arguments of each run of a parametrised test."""
    rows = [{}]
    for names, values in getattr(function, "rows", ()):
        names = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
        columns = [dict(zip(names, value if len(names) > 1 else (value,))) for value in values]
        rows = [{**row, **column} for column in columns for row in rows]
    return rows


def call_test(function, scope):
    import inspect

    for row in rows_of(function):
        arguments = dict(row)
        for name in inspect.signature(function).parameters:
            maker = scope.get(name)
            if name not in arguments and getattr(maker, "is_fixture", False):
                arguments[name] = maker()
        function(**arguments)


def run(code, source, entry):
    import unittest

    scope = Scope(__name__=TEST, __builtins__=builtins)
    scope.entry = entry.rpartition(".")[2].strip("() ")
    exec(code, scope)
    check = scope.get("check")
    if callable(check) and entry and f"check({entry}" not in source and "\ncheck(" not in source:
        check(Remote(0, scope.entry))
    for name, value in list(scope.items()):
        if isinstance(value, type) and issubclass(value, unittest.TestCase):
            run_unittest(value)
        elif isinstance(value, types.FunctionType) and name.startswith("test"):
            call_test(value, scope)
        elif isinstance(value, type) and name.startswith("Test"):
            for method in [method for method in vars(value) if method.startswith("test")]:
                instance = value()
                if hasattr(instance, "setup_method"):
                    instance.setup_method(None)
                call_test(getattr(instance, method), scope)


def run_unittest(case):
    import unittest

    suite = unittest.defaultTestLoader.loadTestsFromTestCase(case)
    result = unittest.TextTestRunner(stream=sys.stderr).run(suite)
    for _, trace in result.failures + result.errors:
        raise AssertionError(trace.strip().rpartition("\n")[2])


def outcome(request):
    try:
        code = compile(request["run"], "test.py", "exec")
    except (SyntaxError, ValueError) as error:
        return {"broken": str(error)[:300]}
    try:
        run(code, request["run"], request["entry"])
    except BeyondReach as error:
        return {"beyond": str(error)}
    except BaseException as error:
        traceback.print_exc()
        word = next((word for word in ONE_PROCESS if word in request["run"]), None)
        if word is not None and not getattr(error, "is_programs_own", False):
            return {
                "beyond": f"it fails, and has to do with what only the program's own process has ({word})"
            }
        return {"failed": traceback.format_exception_only(error)[-1].strip()[:300]}
    return {"passed": True}


install_modules()
sys.set_int_max_str_digits(0)  # the service bounds them
while True:
    write_frame(outcome(read_frame()))
