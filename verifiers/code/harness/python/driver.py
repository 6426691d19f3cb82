"""Runs beside a candidate's Python program: calls it as requested, answers with plain values.

See ../PROTOCOL.md. Whatever the program does to this process, all it can achieve is another answer.
Values are written by their exact built-in type, so that a subclass with methods of its own counts
as the plain value that it holds. Besides the requests of that page there is a third one, for tests
that are Python expressions:

    {"call": name, "args": [tagged, …], "kwargs": {name: tagged, …}}   answered by {"tagged": …}

where tagged values are None, booleans, integers, floats and strings as they are and, for the rest,
an object of one member: {"list": […]}, {"tuple": […]}, {"set": […]}, {"frozenset": […]},
{"deque": […]}, {"dict": [[key, value], …]}, {"bytes": latin-1}, {"complex": [re, im]},
{"ListNode": […]}, {"TreeNode": […]}, {"library": [module, type, [what it is made of]]} for numbers
and times of the standard library, {"object": type name} for what has no plain form.
"""

import builtins
import collections
import gc
import importlib
import json
import os
import signal
import sys
import traceback
import types

PROGRAM = "/submission/program.py"
MAX_NODES = 1_000_000
MAX_DEPTH = 400
RECURSION_LIMIT = 150_000
ANSWERED = 77
FRAMES_SHOWN = 30
SEQUENCES = (list, tuple, collections.deque, range, type({}.keys()), type({}.values()))


class Unwritable(Exception):
    """A value has no plain form."""


class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


class TreeNode:
    def __init__(self, val=0, left=None, right=None):
        self.val = val
        self.left = left
        self.right = right


def prelude():
    """What LeetCode has in scope."""
    import bisect
    import copy
    import datetime
    import functools
    import heapq
    import itertools
    import math
    import operator
    import random
    import re
    import string
    import typing

    scope = {}
    for module in (typing, operator, string, re, math, itertools, functools, collections, heapq, bisect):
        scope[module.__name__] = module
        for name in getattr(module, "__all__", None) or vars(module):
            if not name.startswith("_"):
                scope[name] = getattr(module, name)
    for name in random.__all__:
        scope.setdefault(name, getattr(random, name))
    for module in (random, datetime, copy, sys, os, json):
        scope[module.__name__] = module
    scope["deepcopy"] = copy.deepcopy
    scope["inf"] = math.inf
    scope["ListNode"] = ListNode
    scope["TreeNode"] = TreeNode
    return scope


def rarely_used(source):
    """More of the same. Spelled out, such a module's name would make boxes load it always."""
    scope = {}
    for library, names in RARELY_USED.items():
        if any(name in source for name in names):
            try:
                module = importlib.import_module("".join(library))
            except ImportError:
                continue
            scope.update((name, getattr(module, name)) for name in names)
    return scope


def plain_name(name):
    return name.replace("_", "").lower()


def lookup(names, wanted):
    """The name that is `wanted`, or that is spelled in another fashion."""
    if wanted in names:
        return wanted
    for name in names:
        if plain_name(name) == plain_name(wanted):
            return name
    return None


class Candidate:
    """The candidate's program, loaded once."""

    def __init__(self, signature, silent):
        self.signature = signature
        self.silent = silent
        module = types.ModuleType("solution")
        module.__file__ = PROGRAM
        sys.modules["solution"] = module
        self.scope = module.__dict__
        with open(PROGRAM, encoding="utf-8", errors="surrogateescape") as file:
            source = file.read()
        # As built-ins, so that what the program imports under the same name is told as its own. None of Python's
        # is replaced: `pow` keeps its third argument.
        for name, value in {**prelude(), **rarely_used(source)}.items():
            vars(builtins).setdefault(name, value)
        exec(compile(source, PROGRAM, "exec"), self.scope)
        self.own_names = list(self.scope)
        for node_type in (ListNode, TreeNode):
            self.scope.setdefault(node_type.__name__, node_type)

    def function(self, wanted):
        """A method of `Solution`, bound to a new object, or a plain function."""
        wanted = wanted.rpartition(".")[2].strip("() ")
        solution = self.scope.get("Solution")
        if isinstance(solution, type):
            name = lookup(dir(solution), wanted)
            if name is not None:
                return getattr(solution(), name)
        name = lookup(self.own_names, wanted)
        if name is None:
            raise NameError(f"the program defines no function {wanted}")
        return self.scope[name]

    def call(self, wanted, arguments):
        """Call with JSON arguments; the answer is JSON again."""
        function = self.function(wanted)
        params, returns = self.types_of(function, self.signature)
        arguments = self.read_arguments(arguments, params)
        result = function(*arguments)
        if returns == "void":
            if not arguments:
                return None
            return write(arguments[0], params[0] if params else "", self.scope)
        return write(result, returns, self.scope)

    def operate(self, wanted, operations, arguments):
        """Construct an object and call its methods."""
        signature = self.signature or {}
        name = lookup(self.own_names, wanted)
        if name is None:
            raise NameError(f"the program defines no class {wanted}")
        constructor = self.scope[name]
        declared = {"params": signature["constructor"]} if signature else None
        params, _ = self.types_of(constructor.__init__, declared)
        instance = constructor(*self.read_arguments(arguments[0], params))
        results = [None]
        for operation, values in zip(operations[1:], arguments[1:]):
            method = lookup(dir(instance), operation)
            if method is None:
                raise AttributeError(f"{wanted} has no method {operation}")
            function = getattr(instance, method)
            params, returns = self.types_of(function, signature.get("methods", {}).get(operation))
            result = function(*self.read_arguments(values, params))
            is_void = operation in self.silent or (result is None and returns == "void")
            results.append(None if is_void else write(result, returns, self.scope))
        return results

    def types_of(self, function, signature):
        """Names of the parameters' types and of the result's, from the signature or from annotations."""
        if signature:
            params = [param["type"] for param in signature.get("params", ())]
            return params, signature.get("returns", "")
        function = getattr(function, "__func__", function)
        notes = dict(getattr(function, "__annotations__", None) or {})
        code = getattr(function, "__code__", None)
        names = list(code.co_varnames[: code.co_argcount]) if code else []
        if names[:1] == ["self"]:
            names = names[1:]
        return [note_text(notes.get(name, "")) for name in names], note_text(notes.get("return", ""))

    def read_arguments(self, values, params):
        read = []
        tree = None
        for index, value in enumerate(values):
            type_name = params[index] if index < len(params) else ""
            if "TreeNode" in type_name and isinstance(value, int) and tree is not None:
                value = find_node(tree, value)
            elif "Node" in type_name:
                value = self.read_nodes(value, type_name)
                if tree is None and isinstance(value, self.scope["TreeNode"]):
                    tree = value
            elif type_name == "double" and type(value) is int:
                value = float(value)
            read.append(value)
        return read

    def read_nodes(self, value, type_name):
        if type_name.endswith("[]") or type_name.startswith(("list<", "List[", "list[")):
            inner = type_name[:-2] if type_name.endswith("[]") else type_name[5:-1]
            return [self.read_nodes(item, inner) for item in value or ()]
        if "ListNode" in type_name:
            return make_list(value, self.scope["ListNode"])
        return make_tree(value, self.scope["TreeNode"])

    def call_tagged(self, request):
        function = self.function(request["call"])
        args = [self.untag(value) for value in request["args"]]
        kwargs = {name: self.untag(value) for name, value in request["kwargs"].items()}
        return tag(function(*args, **kwargs), self.scope)

    def untag(self, value):
        if not isinstance(value, dict):
            return value
        ((kind, inner),) = value.items()
        if kind == "dict":
            return {self.untag(key): self.untag(item) for key, item in inner}
        if kind == "bytes":
            return inner.encode("latin-1")
        if kind == "complex":
            return complex(*inner)
        if kind == "ListNode":
            return make_list(inner, self.scope["ListNode"])
        if kind == "TreeNode":
            return make_tree(inner, self.scope["TreeNode"])
        if kind == "library":
            return library_value(*inner)
        return CONTAINERS[kind](self.untag(item) for item in inner)


RARELY_USED = {
    ("sorted", "containers"): ("SortedList", "SortedDict", "SortedSet", "SortedKeyList"),
    ("stat", "istics"): ("mean", "median", "mode", "multimode", "pstdev", "pvariance", "stdev", "variance"),
}
CONTAINERS = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset, "deque": collections.deque}
CHANGEABLE = (list, dict, set, collections.deque)


def note_text(note):
    """An annotation as a type's name: LeetCode's `void` for None, lists and nodes by their Python names."""
    if note is None:
        return "void"
    is_class = isinstance(note, type) and not hasattr(note, "__args__")
    text = note if isinstance(note, str) else note.__name__ if is_class else repr(note)
    for noise in ("typing.", "solution.", "__main__.", " ", "ForwardRef(", ")", "'", '"', "|None"):
        text = text.replace(noise, "")
    while text.startswith("Optional[") and text.endswith("]"):
        text = text[9:-1]
    text = text.replace("Optional[", "[") if "Node" in text else text
    text = text.replace("[[", "[")
    return "void" if text == "None" else text


def make_list(values, node_type):
    head = last = None
    for value in values or ():
        node = node_type(value)
        if head is None:
            head = node
        else:
            last.next = node
        last = node
    return head


def make_tree(values, node_type):
    if not values or values[0] is None:
        return None
    root = node_type(values[0])
    waiting = collections.deque([root])
    rest = iter(values[1:])
    while waiting:
        node = waiting.popleft()
        for side in ("left", "right"):
            try:
                value = next(rest)
            except StopIteration:
                return root
            if value is not None:
                child = node_type(value)
                setattr(node, side, child)
                waiting.append(child)
    return root


def find_node(root, value):
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node is not None:
            if node.val == value:
                return node
            waiting += (node.left, node.right)
    return None


def list_values(node):
    values = []
    while node is not None:
        values.append(scalar(node.val))
        if len(values) > MAX_NODES:
            raise Unwritable("the linked list has a cycle, or too many nodes")
        node = node.next
    return values


def tree_values(root):
    values, waiting, count = [], collections.deque([root]), 0
    while waiting:
        node = waiting.popleft()
        if node is None:
            values.append(None)
            continue
        count += 1
        if count > MAX_NODES:
            raise Unwritable("the tree has a cycle, or too many nodes")
        values.append(scalar(node.val))
        waiting += (node.left, node.right)
    while values and values[-1] is None:
        values.pop()
    return values


def scalar(value):
    """A scalar as its exact built-in type."""
    kind = type(value)
    if value is None or kind in (bool, int, float, str):
        return value
    if isinstance(value, int):
        return int.__int__(value)
    if isinstance(value, float):
        return float.__float__(value)
    if isinstance(value, str):
        return str.__str__(value)
    if is_foreign_number(value) and not isinstance(plain := value.tolist(), list):
        return scalar(plain)
    raise Unwritable(f"a value of type {kind.__name__} was returned")


def items_of(value):
    """The items of a sequence, iterated as its built-in type does, or None if it is no sequence."""
    for kind in SEQUENCES:
        if isinstance(value, kind):
            return list(kind.__iter__(value))
    if is_foreign_number(value) and isinstance(plain := value.tolist(), list):
        return plain
    return None


def is_foreign_number(value):
    """Scalars and arrays of the usual numeric library, whose name would make boxes load it for every program."""
    return hasattr(type(value), "dtype") and hasattr(type(value), "tolist")


def write(value, type_name, scope, depth=MAX_DEPTH):
    """A value as JSON. The type's name tells an absent list or tree from other Nones."""
    if depth == 0:
        raise Unwritable("the value is nested too deeply")
    if value is None and "Node" in type_name and "[" not in type_name and "<" not in type_name:
        return []
    if is_node(value, "ListNode", scope):
        return list_values(value)
    if is_node(value, "TreeNode", scope):
        return tree_values(value)
    if isinstance(value, dict):
        return {key_text(key): write(item, "", scope, depth - 1) for key, item in dict.items(value)}
    items = items_of(value)
    if items is None:
        return scalar(value)
    inner = element_type(type_name)
    return [write(item, inner, scope, depth - 1) for item in items]


def element_type(type_name):
    if type_name.endswith("[]"):
        return type_name[:-2]
    if type_name.startswith(("list<", "List[", "list[")):
        return type_name[5:-1]
    return ""


def key_text(key):
    key = scalar(key)
    return key if type(key) is str else json.dumps(key)


def is_node(value, name, scope):
    kind = type(value)
    own = scope.get(name)
    return (isinstance(own, type) and isinstance(value, own)) or kind.__name__ == name


def tag(value, scope, depth=MAX_DEPTH):
    """A value in the tagged form."""
    if depth == 0:
        raise Unwritable("the value is nested too deeply")
    if is_node(value, "ListNode", scope):
        return {"ListNode": list_values(value)}
    if is_node(value, "TreeNode", scope):
        return {"TreeNode": tree_values(value)}
    if isinstance(value, dict):
        return {
            "dict": [
                [tag(key, scope, depth - 1), tag(item, scope, depth - 1)] for key, item in dict.items(value)
            ]
        }
    for name, kind in CONTAINERS.items():
        if isinstance(value, kind):
            return {name: [tag(item, scope, depth - 1) for item in kind.__iter__(value)]}
    if isinstance(value, (bytes, bytearray)):
        return {"bytes": bytes(value).decode("latin-1")}
    if isinstance(value, complex):
        return {"complex": [complex.real.__get__(value), complex.imag.__get__(value)]}
    try:
        return scalar(value)
    except Unwritable:
        kind = type(value)
    made_of = LIBRARY_VALUES.get(kind.__name__)
    if made_of is None or kind.__module__ not in sys.stdlib_module_names:
        return {"object": kind.__name__}
    return {"library": [kind.__module__, kind.__name__, made_of(value)]}


LIBRARY_VALUES = {
    "Fraction": lambda value: [value.numerator, value.denominator],
    "Decimal": lambda value: [str(value)],
    "timedelta": lambda value: [value.days, value.seconds, value.microseconds],
    "datetime": lambda value: [value.isoformat()],
    "date": lambda value: [value.isoformat()],
    "time": lambda value: [value.isoformat()],
}
"""What makes another of them. Their modules are not named here, since boxes would load them always."""


def library_value(module, name, made_of=None):
    """Anything of the standard library by its name, or a value of such a type."""
    found = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    if made_of is None:
        return found
    return getattr(found, "fromisoformat", found)(*made_of)


def with_long_integers(convert, value):
    """JSON read or written with integers of any length; the program's own conversions keep their limit."""
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        return convert(value)
    finally:
        sys.set_int_max_str_digits(limit)


def read_frame(stream):
    header = stream.read(4)
    if len(header) < 4:
        return None
    return with_long_integers(json.loads, stream.read(int.from_bytes(header, "big")))


def write_frame(stream, data):
    stream.write(len(data).to_bytes(4, "big") + data)
    stream.flush()


def answer(candidate, kind, entry, request):
    if isinstance(request, dict):
        return {"tagged": candidate.call_tagged(request)}
    if kind == "class":
        return {"value": candidate.operate(entry, *request)}
    return {"value": candidate.call(entry, request)}


def print_trace(error):
    """The last frames, of an endless recursion too, of which all would take longer than all else."""
    trace = error.__traceback__
    places = collections.deque(maxlen=FRAMES_SHOWN)
    while trace is not None:
        places.append(trace)
        trace = trace.tb_next
    traceback.print_exception(type(error), error, places[0], chain=False)


def failure(error):
    print_trace(error)
    return {"error": traceback.format_exception_only(error)[-1].strip()[:1000]}


class Conversation:
    """Calls that a test makes one after another, on objects that stay here; see tester.py."""

    def __init__(self, candidate, requests, answers):
        self.candidate = candidate
        self.objects = []
        self.requests, self.answers = requests, answers

    def serve(self, request):
        """Answer one request of the test's, and the calls back that it takes."""
        try:
            said = self.perform(*request["call"])
        except BaseException as error:
            print_trace(error)
            said = {"error": [type(error).__name__, str(error)[:1000]]}
        write_frame(self.answers, with_long_integers(json.dumps, said).encode())

    def perform(self, target, name, args, kwargs):
        owner = self.objects[target - 1] if target else None
        found = self.resolve(owner, name)
        if kwargs.get("__get__"):
            if not callable(found):
                return {"tagged": self.tag(found)}
            return {"tagged": {"method": True} if target else self.handle(found)}
        given = {place: self.untag(value) for place, value in [*enumerate(args), *kwargs.items()]}
        result = found(*[given[place] for place in range(len(args))], **{key: given[key] for key in kwargs})
        if name == "__iter__":
            result = list(result)
        said = {"tagged": self.tag(result)}
        if result is None:
            said["changed"] = self.changed(given, {**dict(enumerate(args)), **kwargs})
        return said

    def changed(self, given, sent):
        """The arguments of a function without a result that it changed in place."""
        changed = []
        for place, value in given.items():
            if isinstance(value, CHANGEABLE) or is_node(value, "ListNode", self.candidate.scope):
                tagged = self.tag(value)
                if tagged != sent[place]:
                    changed.append([place, tagged])
        return changed

    def resolve(self, owner, name):
        if owner is None:
            try:
                return self.candidate.function(name)
            except NameError:
                own = lookup(list(self.candidate.scope), name)
                if own is None:
                    raise
                return self.candidate.scope[own]
        if name in ("__call__", "__setattr__") or not name.startswith("__"):
            return getattr(owner, name)
        operation = getattr(type(owner), name, None)
        if operation is None:
            # As the interpreter says it itself: what asks for a length hint takes no other error.
            raise TypeError(f"'{type(owner).__name__}' object has no {name}")
        return lambda *args: operation(owner, *args)

    def handle(self, value):
        self.objects.append(value)
        return {"handle": len(self.objects)}

    def tag(self, value):
        if type(value) is Local:
            return {"local": value._number}
        if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
            return {type(value).__name__: [self.tag(item) for item in value]}
        tagged = tag(value, self.candidate.scope)
        return self.handle(value) if isinstance(tagged, dict) and "object" in tagged else tagged

    def untag(self, value):
        if isinstance(value, dict):
            ((kind, inner),) = value.items()
            if kind == "handle":
                return self.objects[inner - 1]
            if kind == "name":
                return self.resolve(None, inner)
            if kind == "local":
                return Local(self, inner)
            if kind in CONTAINERS:
                return CONTAINERS[kind](self.untag(item) for item in inner)
            if kind == "dict":
                return {self.untag(key): self.untag(item) for key, item in inner}
        return self.candidate.untag(value)

    def ask(self, number, operation, *args, **kwargs):
        """Have the test's box do something with one of its objects."""
        call = [number, operation, [self.tag(value) for value in args]]
        call.append({key: self.tag(value) for key, value in kwargs.items()})
        write_frame(self.answers, with_long_integers(json.dumps, {"callback": call}).encode())
        while (reply := read_frame(self.requests)) is not None:
            if "returned" in reply:
                return self.untag(reply["returned"])
            if "threw" in reply:
                kind, text = reply["threw"]
                known = getattr(builtins, kind, None)
                is_usual = isinstance(known, type) and issubclass(known, Exception)
                raise (known if is_usual else RuntimeError)(text)
            self.serve(reply)
        os._exit(0)


class Local:
    """A function or an object of the test's, which stays in the test's box."""

    def __init__(self, conversation, number):
        self.__dict__.update(_conversation=conversation, _number=number)

    def __call__(self, *args, **kwargs):
        return self._conversation.ask(self._number, "__call__", *args, **kwargs)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self._conversation.ask(self._number, "__getattr__", name)

    def __setattr__(self, name, value):
        self._conversation.ask(self._number, "__setattr__", name, value)

    def __eq__(self, other):
        return type(other) is Local and self._number == other._number

    def __hash__(self):
        return self._number


def of_test(operation):
    return lambda self, *args: self._conversation.ask(self._number, operation, *args)


for NAME in ("iter", "next", "len", "bool", "getitem", "setitem", "contains", "str"):
    setattr(Local, f"__{NAME}__", of_test(f"__{NAME}__"))


def respond(answers, candidate, kind, entry, request):
    """Answer one request, whatever the candidate's code throws, in this process and no child of it."""
    process = os.getpid()
    try:
        data = with_long_integers(json.dumps, answer(candidate, kind, entry, request))
    except BaseException as error:
        data = json.dumps(failure(error))
    if os.getpid() != process:
        os._exit(1)
    sys.stdout.flush()
    write_frame(answers, data.encode())


def respond_in_child(*request):
    """Answer in a fork, so that each request finds the program as it was loaded.

    A child that ends in another way than by having answered takes its parent with it, and the box
    sees that end.
    """
    child = os.fork()
    if child == 0:
        respond(*request)
        os._exit(ANSWERED)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code < 0:
        if -code != signal.SIGKILL:
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    if code != ANSWERED:
        os._exit(code)


def serve(kind, entry, signature, silent):
    requests, answers = os.fdopen(3, "rb"), os.fdopen(4, "wb")
    candidate = problem = conversation = None
    while (request := read_frame(requests)) is not None:
        if candidate is None and problem is None:
            try:
                candidate = Candidate(signature, silent)
            except BaseException as error:
                problem = json.dumps(failure(error)).encode()
            gc.freeze()
        if problem is not None:
            write_frame(answers, problem)
        elif kind == "relay":
            conversation = conversation or Conversation(candidate, requests, answers)
            conversation.serve(request)
        else:
            respond_in_child(answers, candidate, kind, entry, request)
    os._exit(0)


def main():
    kind, entry, signature, silent = sys.argv[1:5]
    sys.setrecursionlimit(RECURSION_LIMIT)
    serve(kind, entry, json.loads(signature), json.loads(silent))


main()
