"""Values in the tagged form, for tests that are Python expressions.

None, booleans, integers, floats and strings are as they are; for the rest there is an object of one member:
{"list": […]}, {"tuple": […]}, {"set": […]}, {"frozenset": […]}, {"deque": […]}, {"dict": [[key, value], …]},
{"bytes": latin-1}, {"complex": [re, im]}, {"ListNode": […]}, {"TreeNode": […]},
{"library": [module, type, [what it is made of]]} for numbers and times of the standard library. Of what is returned
there are also {"Counter": [[key, value], …]}, {"defaultdict": [default, [[key, value], …]]},
{"view": [kind, [item, …]]} of a dictionary, {"iterator": [item, …]} with all that comes of one, and
{"object": type name} for what has no plain form.
"""

import collections
import importlib
import itertools
import sys

from rewardd_driver.nodes import is_node, list_values, make_list, make_tree, tree_values
from rewardd_driver.plain import Unwritable, scalar
from rewardd_driver.written import MAX_DEPTH

MAX_ITEMS = 100_000
"""Of an iterator."""
VIEWS = {type({}.keys()): "keys", type({}.values()): "values", type({}.items()): "items"}
CONTAINERS = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset, "deque": collections.deque}

def tag(value, scope, depth=MAX_DEPTH):
    """A value in the tagged form."""
    if depth == 0:
        raise Unwritable("the value is nested too deeply")
    if is_node(value, "ListNode", scope):
        return {"ListNode": list_values(value)}
    if is_node(value, "TreeNode", scope):
        return {"TreeNode": tree_values(value)}
    if isinstance(value, dict):
        pairs = [[tag(key, scope, depth - 1), tag(item, scope, depth - 1)] for key, item in dict.items(value)]
        if type(value) is collections.defaultdict and value.default_factory is not None:
            return {"defaultdict": [tag(value.default_factory(), scope, depth - 1), pairs]}
        return {"Counter" if type(value) is collections.Counter else "dict": pairs}
    if type(value) in VIEWS:
        return {"view": [VIEWS[type(value)], [tag(item, scope, depth - 1) for item in value]]}
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
        items = items_to_come(value)
        if items is None:
            return {"object": kind.__name__}
        return {"iterator": [tag(item, scope, depth - 1) for item in items]}
    return {"library": [kind.__module__, kind.__name__, made_of(value)]}


def items_to_come(value):
    """All items of an iterator, or None where there is none, or it does not end soon."""
    if not hasattr(type(value), "__next__"):
        return None
    try:
        items = list(itertools.islice(value, MAX_ITEMS + 1))
    except Exception:
        return None
    return items if len(items) <= MAX_ITEMS else None


LIBRARY_VALUES = {
    "Fraction": lambda value: [value.numerator, value.denominator],
    "Decimal": lambda value: [str(value)],
    "timedelta": lambda value: [value.days, value.seconds, value.microseconds],
    "datetime": lambda value: [value.isoformat()],
    "date": lambda value: [value.isoformat()],
    "time": lambda value: [value.isoformat()],
}
"""What makes another of them."""


def library_value(module, name, made_of=None):
    """Anything of the standard library by its name, or a value of such a type."""
    found = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    if made_of is None:
        return found
    return getattr(found, "fromisoformat", found)(*made_of)


def untag(value, scope):
    """The value again; `scope` has the program's own node types."""
    if not isinstance(value, dict):
        return value
    ((kind, inner),) = value.items()
    if kind == "dict":
        return {untag(key, scope): untag(item, scope) for key, item in inner}
    if kind == "bytes":
        return inner.encode("latin-1")
    if kind == "complex":
        return complex(*inner)
    if kind == "ListNode":
        return make_list(inner, scope["ListNode"])
    if kind == "TreeNode":
        return make_tree(inner, scope["TreeNode"])
    if kind == "library":
        return library_value(*inner)
    return CONTAINERS[kind](untag(item, scope) for item in inner)
