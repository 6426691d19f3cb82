"""Special methods that objects have across the wall between a test and a program."""

ARITHMETIC = (
    "add", "sub", "mul", "truediv", "floordiv", "mod", "divmod", "pow", "matmul", "lshift", "rshift", "and", "or",
    "xor",
)  # fmt: skip
ORDER = ("lt", "le", "gt", "ge")
OF_ONE = ("neg", "pos", "invert", "abs", "round", "trunc", "floor", "ceil", "int", "float", "complex", "index", "bool")
OTHERS = (
    "len", "getitem", "setitem", "delitem", "iter", "next", "contains", "reversed", "call", "str", "repr", "format",
    "bytes", "fspath", "enter", "exit", "aenter", "aexit", "aiter", "anext", "await",
)  # fmt: skip


def names(*words):
    return [f"__{word}__" for word in words]


BINARY = names(*ARITHMETIC, *(f"r{word}" for word in ARITHMETIC), *(f"i{word}" for word in ARITHMETIC))
SPECIAL = frozenset((*BINARY, *names(*ORDER, *OF_ONE, *OTHERS, "eq", "hash", "get")))


def special_names(kind):
    """Those that a class has, beyond what every object has."""
    found = []
    for name in SPECIAL:
        method = getattr(kind, name, None)
        if method is not None and method is not getattr(object, name, None):
            found.append(name)
    return sorted(found)
