"""A small, closed part of Python's expressions, compiled from syntax trees to closures of ours.

It covers what tests say about a value: literals, comparisons, arithmetic on numbers, and a few pure
functions. The operators are Python's own, so `True == 1` and `(1,) != [1]` as in the test. Nothing here
can call, import or name anything else.
"""

import ast
import math
import operator
from collections import Counter, deque
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias

from verifiers.code.asserts.plain_values import Nodes, hashable

Evaluator: TypeAlias = Callable[[object], object]
"""From the value that a call returned to the value of the expression."""

MAX_BITS = 65_536
"""Of an integer that arithmetic makes."""
MAX_ITEMS = 1_000_000
"""Of a sequence that arithmetic makes."""


class UnknownFormError(Exception):
    """An expression is none of these."""


class TooLargeError(ValueError):
    """Arithmetic in a test that would make something huge."""


def compile_expression(
    node: ast.expr, call: ast.expr | None = None, names: Mapping[str, Evaluator] | None = None
) -> Evaluator:
    """The expression as a function of what `call`, a node inside it, returned.

    Raises:
        UnknownFormError: it holds something else than the forms above.
    """
    return _Compiler(call, names or {}).compile(node)


class _Compiler:
    def __init__(self, call: ast.expr | None, names: Mapping[str, Evaluator]) -> None:
        self._call = call
        self._names = names

    def compile(self, node: ast.expr) -> Evaluator:
        if node is self._call:
            return lambda value: value
        match node:
            case ast.Constant(value=constant):
                return lambda _: constant
            case ast.Name() | ast.Attribute():
                return self._name(ast.unparse(node))
            case ast.List(elts=items):
                return self._collection(items, list)
            case ast.Tuple(elts=items):
                return self._collection(items, tuple)
            case ast.Set(elts=items):
                return self._collection(items, lambda parts: set(hashable(list(parts))))
            case ast.Dict():
                return self._dictionary(node)
            case ast.UnaryOp(op=op, operand=operand):
                return self._unary(op, self.compile(operand))
            case ast.BinOp(left=left, op=op, right=right):
                return self._binary(op, self.compile(left), self.compile(right))
            case ast.BoolOp(op=op, values=values):
                parts = [self.compile(value) for value in values]
                test = all if isinstance(op, ast.And) else any
                return lambda value: test(part(value) for part in parts)
            case ast.Compare():
                return self._comparison(node)
            case ast.Subscript(value=container, slice=index):
                inner, at = self.compile(container), self.compile(index)
                return lambda value: operator.getitem(inner(value), at(value))  # type: ignore[call-overload]
            case ast.Call(func=ast.Name() | ast.Attribute()):
                return self._function(node)
        raise UnknownFormError(type(node).__name__)

    def _name(self, name: str) -> Evaluator:
        if name in self._names:
            return self._names[name]
        if name in NAMES:
            constant = NAMES[name]
            return lambda _: constant
        raise UnknownFormError(f"the name {name}")

    def _collection(self, items: list[ast.expr], make: Callable[[list[object]], object]) -> Evaluator:
        parts = [self.compile(item) for item in items]
        return lambda value: make([part(value) for part in parts])

    def _dictionary(self, node: ast.Dict) -> Evaluator:
        if any(key is None for key in node.keys):
            raise UnknownFormError("** in a dictionary")
        keys = [self.compile(key) for key in node.keys if key is not None]
        values = [self.compile(value) for value in node.values]
        return lambda value: dict(
            zip(hashable([key(value) for key in keys]), [part(value) for part in values], strict=True)
        )

    def _unary(self, op: ast.unaryop, inner: Evaluator) -> Evaluator:
        apply = _UNARY.get(type(op))
        if apply is None:
            raise UnknownFormError(type(op).__name__)
        return lambda value: apply(inner(value))

    def _binary(self, op: ast.operator, left: Evaluator, right: Evaluator) -> Evaluator:
        apply = _BINARY.get(type(op))
        if apply is None:
            raise UnknownFormError(type(op).__name__)
        return lambda value: apply(left(value), right(value))

    def _comparison(self, node: ast.Compare) -> Evaluator:
        parts = [self.compile(part) for part in (node.left, *node.comparators)]
        tests = [_COMPARISONS[type(op)] for op in node.ops]

        def compare(value: object) -> object:
            left = parts[0](value)
            for test, part in zip(tests, parts[1:], strict=True):
                right = part(value)
                if not test(left, right):
                    return False
                left = right
            return True

        return compare

    def _function(self, node: ast.Call) -> Evaluator:
        name = ast.unparse(node.func)
        function = FUNCTIONS.get(name)
        if function is None:
            raise UnknownFormError(f"a call of {name}")
        args = [self.compile(value) for value in node.args]
        keywords: dict[str, Evaluator] = {}
        for item in node.keywords:
            if item.arg not in ("rel_tol", "abs_tol", "reverse"):
                raise UnknownFormError(f"the argument {item.arg}")
            keywords[item.arg] = self.compile(item.value)
        return lambda value: function(
            *[part(value) for part in args], **{key: part(value) for key, part in keywords.items()}
        )


def _bounded(apply: Callable[[object, object], object]) -> Callable[[object, object], object]:
    """An operation that refuses to make what would take long: huge powers and repetitions."""

    def bounded(left: object, right: object) -> object:
        bits = [part.bit_length() for part in (left, right) if isinstance(part, int)]
        if len(bits) == 2 and sum(bits) > MAX_BITS:
            raise TooLargeError
        if apply is operator.pow and isinstance(left, int) and isinstance(right, int):
            if left.bit_length() * abs(right) > MAX_BITS:
                raise TooLargeError
        elif apply is operator.pow and isinstance(left, Fraction) and isinstance(right, int):
            if max(left.numerator.bit_length(), left.denominator.bit_length()) * abs(right) > MAX_BITS:
                raise TooLargeError
        elif apply is operator.mul:
            for sequence, count in ((left, right), (right, left)):
                is_repetition = isinstance(sequence, str | bytes | list | tuple) and isinstance(count, int)
                if is_repetition and len(sequence) * count > MAX_ITEMS:  # type: ignore[arg-type, operator]
                    raise TooLargeError
        elif apply is operator.mod and isinstance(left, str | bytes):
            raise TooLargeError
        return apply(left, right)

    return bounded


_UNARY: Mapping[type[ast.unaryop], Callable[..., object]] = {
    ast.Not: operator.not_,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
_BINARY: Mapping[type[ast.operator], Callable[[object, object], object]] = {
    ast.Add: _bounded(operator.add),
    ast.Sub: _bounded(operator.sub),
    ast.Mult: _bounded(operator.mul),
    ast.Div: _bounded(operator.truediv),
    ast.FloorDiv: _bounded(operator.floordiv),
    ast.Mod: _bounded(operator.mod),
    ast.Pow: _bounded(operator.pow),
}
_COMPARISONS: Mapping[type[ast.cmpop], Callable[..., object]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: lambda left, right: type(left) is type(right) and left == right,
    ast.IsNot: lambda left, right: type(left) is not type(right) or left != right,
    ast.In: lambda left, right: operator.contains(right, left),
    ast.NotIn: lambda left, right: not operator.contains(right, left),
}
"""`is` holds between equal values of one type, since an object's identity ends with its box."""


def _nodes(kind: str) -> Callable[[list[object]], object]:
    return lambda values: Nodes(kind, tuple(values)) if values else None


def _same_nodes(left: object, right: object) -> bool:
    plain = [part for part in (left, right) if part is None or isinstance(part, Nodes)]
    return len(plain) == 2 and left == right


NAMES: Mapping[str, object] = {
    "inf": math.inf,
    "nan": math.nan,
    "math.inf": math.inf,
    "math.nan": math.nan,
    "math.pi": math.pi,
    "math.e": math.e,
    "pi": math.pi,
} | {
    kind.__name__: kind for kind in (int, float, str, bool, list, tuple, dict, set, frozenset, bytes, complex)
}

FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "abs": abs,
    "all": all,
    "any": any,
    "bool": bool,
    "bytes": lambda *parts: bytes(*parts) if not parts or isinstance(parts[0], list) else _refuse(),
    "complex": complex,
    "Counter": lambda items=(): Counter(hashable(list(items))),
    "collections.Counter": lambda items=(): Counter(hashable(list(items))),
    "deque": deque,
    "dict": lambda items=(): dict(items),
    "float": float,
    "frozenset": lambda items=(): frozenset(hashable(list(items))),
    "int": int,
    "isinstance": isinstance,
    "is_same_list": _same_nodes,
    "is_same_tree": _same_nodes,
    "len": len,
    "list": list,
    "list_node": _nodes("ListNode"),
    "math.fabs": math.fabs,
    "math.isclose": math.isclose,
    "isclose": math.isclose,
    "math.isinf": math.isinf,
    "math.isnan": math.isnan,
    "max": max,
    "min": min,
    "round": round,
    "set": lambda items=(): set(hashable(list(items))),
    "sorted": sorted,
    "str": str,
    "sum": sum,
    "tree_node": _nodes("TreeNode"),
    "tuple": tuple,
    "type": type,
}
"""Pure, and of no more than n log n steps."""


def _refuse() -> object:
    raise TooLargeError
