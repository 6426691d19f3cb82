"""The tests of a problem, one class for each kind."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from verifiers.code.values import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class TestCase:
    """What tests of every kind have."""

    __test__: ClassVar[bool] = False
    """Keeps pytest from taking this for a test class."""
    weight: float = 1.0
    group: str = ""
    """The subtask it belongs to."""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StdioTest(TestCase):
    """A program reads `input` and is to write `output`."""

    input: str
    output: str | tuple[str, ...] | None
    """Several with the checker `any_of`; `None` only with a special judge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionTest(TestCase):
    """A function called with `arguments` is to return `output`."""

    arguments: tuple[Json, ...]
    output: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassTest(TestCase):
    """LeetCode's design problems: the first operation is the constructor, with `null` as its output."""

    operations: tuple[str, ...]
    arguments: tuple[tuple[Json, ...], ...]
    output: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class AssertTest(TestCase):
    """A test program, or one assert statement."""

    source: str


Tests: TypeAlias = (
    tuple[StdioTest, ...] | tuple[FunctionTest, ...] | tuple[ClassTest, ...] | tuple[AssertTest, ...]
)
