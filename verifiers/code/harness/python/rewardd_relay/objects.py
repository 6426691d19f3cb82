"""Values between the boxes: plain ones of the standard library by value, objects by number.

Beyond what `rewardd_driver/tagged.py` has there are

    {"object": [number, number of its class]}, {"class": number}, {"valued": [number, number of its class, plain value]}
    an object of the program's that is a kind of number, text or tuple
    {"type": [module, name]}       a class of the library
    {"view": [kind, items]}        of a dictionary
    {"array": [type, shape, items]}, {"scalar": [type, value]}   of the usual numeric library
    {"exception": …}               see `raised.py`
    {"local": …}, {"record": [name, fields, items]}   the test's, see `locals.py` and `library.py`
"""

import collections

from rewardd_driver.nodes import is_node, list_values, make_list, make_tree, tree_values
from rewardd_driver.plain import Unwritable, is_foreign_number, scalar
from rewardd_driver.written import MAX_DEPTH
from rewardd_relay.classes import VALUES, describe_class
from rewardd_relay.library import Records, found_by_name, is_library, made, parts_of
from rewardd_relay.raised import describe_error

CONTAINERS = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset, "deque": collections.deque}
BY_TYPE = {kind: name for name, kind in CONTAINERS.items()}
VIEWS = {type({}.keys()): "keys", type({}.values()): "values", type({}.items()): "items"}
NUMERIC = "numpy"
PLAIN_ITEMS = "biufU"
"""Kinds of numeric arrays whose items are plain."""


class Objects:
    """The program's objects that a test knows of, kept for good."""

    def __init__(self, scope, locals):
        self.scope = scope
        self.locals = locals
        self.records = Records()
        self.kept = []
        self.numbers = {}
        self.told = {}
        self.untold = {}

    def number(self, value):
        if id(value) not in self.numbers:
            self.kept.append(value)
            self.numbers[id(value)] = len(self.kept)
        return self.numbers[id(value)]

    def get(self, number):
        return self.kept[number - 1]

    def class_number(self, kind):
        number = self.number(kind)
        if number not in self.told:
            self.told[number] = True
            self.untold[str(number)] = describe_class(kind, self.class_number)
        return number

    def new_classes(self):
        new, self.untold = self.untold, {}
        return new

    def tag(self, value, depth=MAX_DEPTH, nodes=False):
        """With `nodes`, linked lists and trees by their values."""
        kind = type(value)
        if value is None or kind in (bool, int, float, str):
            return value
        if depth == 0:
            raise Unwritable("the value is nested too deeply")
        if kind in BY_TYPE and (kind is not collections.deque or value.maxlen is None):
            return {BY_TYPE[kind]: [self.tag(item, depth - 1, nodes) for item in value]}
        if kind is dict:
            pairs = value.items()
            return {"dict": [[self.tag(key, depth - 1, nodes), self.tag(item, depth - 1, nodes)] for key, item in pairs]}
        if kind is bytes:
            return {"bytes": value.decode("latin-1")}
        if kind is complex:
            return {"complex": [value.real, value.imag]}
        if self.locals.owns(value):
            return {"local": self.locals.number(value)}
        if kind in VIEWS:
            return {"view": [VIEWS[kind], self.tag(list(value), depth - 1)]}
        if isinstance(value, BaseException):
            return {"exception": describe_error(value, self)}
        if isinstance(value, type):
            return {"class": self.class_number(value)}
        if nodes and is_node(value, "ListNode", self.scope):
            return {"ListNode": list_values(value)}
        if nodes and is_node(value, "TreeNode", self.scope):
            return {"TreeNode": tree_values(value)}
        if (tagged := numeric(value)) is not None:
            return tagged
        if value is NotImplemented or value is Ellipsis:
            return {"type": ["builtins", repr(value)]}
        parts = parts_of(value)
        if parts is not None:
            return {"library": [kind.__module__, kind.__name__, [self.tag(part, depth - 1) for part in parts]]}
        for plain in VALUES:
            if isinstance(value, plain):
                return {"valued": [self.number(value), self.class_number(kind), self.held(value, plain, depth)]}
        return {"object": [self.number(value), self.class_number(kind)]}

    def held(self, value, plain, depth):
        """The plain value, as its built-in type has it, whatever the class says."""
        if plain in (tuple, frozenset):
            return {plain.__name__: [self.tag(item, depth - 1) for item in plain.__iter__(value)]}
        if plain is bytes:
            return {"bytes": bytes.decode(value, "latin-1")}
        if plain is complex:
            return {"complex": [complex.real.__get__(value), complex.imag.__get__(value)]}
        return scalar(value)

    def untag(self, value):
        if not isinstance(value, dict):
            return value
        ((kind, inner),) = value.items()
        if kind in CONTAINERS:
            return CONTAINERS[kind](self.untag(item) for item in inner)
        if kind == "dict":
            return {self.untag(key): self.untag(item) for key, item in inner}
        if kind == "bytes":
            return inner.encode("latin-1")
        if kind == "complex":
            return complex(*inner)
        if kind == "object":
            return self.get(inner)
        if kind == "method":
            return getattr(self.get(inner[0]), inner[1])
        if kind == "threw":
            return self.locals.error(*inner)
        if kind == "name":
            return self.locals.conversation.of_program(inner)
        if kind == "local":
            return self.locals.get(*inner)
        if kind == "type":
            return found_by_name(*inner)
        if kind == "library":
            module, name, parts = inner
            return made(module, name, [self.untag(part) for part in parts])
        if kind == "record":
            name, fields, items = inner
            return self.records.make(name, fields, [self.untag(item) for item in items])
        if kind == "array":
            dtype, shape, items = inner
            return found_by_name(NUMERIC, "array")(items, dtype=dtype).reshape(shape)
        if kind == "scalar":
            return found_by_name(NUMERIC, "dtype")(inner[0]).type(inner[1])
        if kind == "ListNode":
            return make_list([self.untag(item) for item in inner], self.scope["ListNode"])
        if kind == "TreeNode":
            return make_tree([self.untag(item) for item in inner], self.scope["TreeNode"])
        raise ValueError(f"a value tagged {kind}")


def numeric(value):
    """The tagged form of an array or a scalar of the numeric library whose items are plain, else None."""
    kind = type(value)
    if kind.__module__ != NUMERIC or not is_foreign_number(value) or value.dtype.kind not in PLAIN_ITEMS:
        return None
    if kind is value.dtype.type:
        return {"scalar": [value.dtype.str, value.tolist()]}
    if kind.__name__ == "ndarray":
        return {"array": [value.dtype.str, list(value.shape), value.ravel().tolist()]}
    return None
