"""LeetCode's type names, as problems spell them and as the drivers of typed languages read them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MAX_TYPE_CHARS = 200
MAX_TYPE_DEPTH = 10


class Scalar(StrEnum):
    """A type that is not an array."""

    INTEGER = "integer"
    LONG = "long"
    DOUBLE = "double"
    BOOLEAN = "boolean"
    CHARACTER = "character"
    STRING = "string"
    VOID = "void"
    LIST_NODE = "ListNode"
    TREE_NODE = "TreeNode"


_SPELLINGS = {scalar.value: scalar for scalar in Scalar} | {
    "int": Scalar.INTEGER,
    "float": Scalar.DOUBLE,
    "bool": Scalar.BOOLEAN,
    "char": Scalar.CHARACTER,
    "str": Scalar.STRING,
    "None": Scalar.VOID,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueType:
    """A scalar, or an array of `element`. `T[]` and `list<T>` are told apart for languages that do (Java)."""

    scalar: Scalar | None = None
    element: "ValueType | None" = None
    is_list: bool = False

    def __str__(self) -> str:
        if self.element is None:
            return str(self.scalar)
        return f"list<{self.element}>" if self.is_list else f"{self.element}[]"

    @property
    def innermost(self) -> Scalar:
        """The scalar inside all arrays."""
        inner = self
        while inner.element is not None:
            inner = inner.element
        assert inner.scalar is not None
        return inner.scalar


class InvalidTypeError(ValueError):
    """A type name that is none of LeetCode's."""


_LIST = re.compile(r"(?:list|List)\s*[<\[]\s*(.+?)\s*[>\]]", re.DOTALL)


def parse_type(text: str) -> ValueType:
    """Read `integer`, `integer[][]`, `list<list<string>>`, `TreeNode` and so on.

    Raises:
        InvalidTypeError: for anything else.
    """
    if len(text) > MAX_TYPE_CHARS:
        raise InvalidTypeError("a type name is too long")
    return _parse(text.strip(), MAX_TYPE_DEPTH)


def _parse(text: str, depth: int) -> ValueType:
    if depth == 0:
        raise InvalidTypeError("a type is nested too deeply")
    if match := _LIST.fullmatch(text):
        return ValueType(element=_element(match[1], depth), is_list=True)
    if text.endswith("[]"):
        return ValueType(element=_element(text[:-2].strip(), depth))
    scalar = _SPELLINGS.get(text)
    if scalar is None:
        raise InvalidTypeError(f"{text!r} is not a type; there are {', '.join(Scalar)}, T[] and list<T>")
    return ValueType(scalar=scalar)


def _element(text: str, depth: int) -> ValueType:
    element = _parse(text, depth - 1)
    if element.scalar is Scalar.VOID:
        raise InvalidTypeError("there is no array of void")
    return element


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter; its name is for people and for keyword arguments."""

    type: ValueType
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Of a function or a method. A `void` one answers with its first argument, changed in place."""

    params: tuple[Parameter, ...]
    returns: ValueType

    @property
    def is_void(self) -> bool:
        """Whether it returns nothing."""
        return self.returns.scalar is Scalar.VOID


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSignature:
    """Of a class that is tested by operations."""

    constructor: tuple[Parameter, ...] = ()
    methods: Mapping[str, Signature] = field(default_factory=dict)
