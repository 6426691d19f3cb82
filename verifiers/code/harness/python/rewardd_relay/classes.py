"""What a test is told of the classes of the program's objects, so that it can have some like them.

    {"name", "module", "doc", "methods": [names of plain methods], "bases": [numbers of classes of the program's], "special": [names of special methods],
     "library": [[module, name], …] classes of the library among its ancestors, "held": built-in type whose values
     its objects are, or "", "fields": [[name, whether the constructor takes it], …] of a data class, or null}
"""

import types

from rewardd_relay.library import is_library
from rewardd_wire.special import special_names

VALUES = (int, float, complex, str, bytes, tuple, frozenset)


def describe_class(kind, number_of):
    """`number_of` tells a class's number."""
    lineage = type.mro(kind) if type(kind) is type else list(kind.__mro__)
    fields = getattr(kind, "__dataclass_fields__", None)
    held = next((value for value in VALUES if issubclass(kind, value)), None)
    special = special_names(kind)
    if held is not None:
        special = [name for name in special if getattr(kind, name) is not getattr(held, name, None)]
    return {
        "name": kind.__name__,
        "module": str(kind.__module__),
        "doc": kind.__doc__ if isinstance(kind.__doc__, str) else None,
        "bases": [number_of(base) for base in kind.__bases__ if not is_library(base)],
        "special": special,
        "methods": [] if is_library(kind) else plain_methods(kind),
        "library": [[base.__module__, base.__qualname__] for base in lineage if is_library(base) and base is not object],
        "held": held.__name__ if held else "",
        "fields": [[name, bool(field.init)] for name, field in fields.items()] if isinstance(fields, dict) else None,
    }


def plain_methods(kind):
    """Names that are functions in the class, and nothing that an object could have in their place."""
    found = {}
    for base in kind.__mro__[-2::-1]:
        found.update(vars(base))
    return [name for name, value in found.items() if isinstance(value, types.FunctionType) and name[:2] != "__"]
