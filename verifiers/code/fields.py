"""Strict reading of JSON objects: every field once, nothing unknown, and errors that name the path."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from verifiers.errors import InvalidProblem
from verifiers.wording import instead, kind_of, meant

ChoiceT = TypeVar("ChoiceT", bound=StrEnum)

MAX_SHOWN_CHARS = 40
OTHER_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("expected", "expected_output", "expected_stdout", "answer", "stdout"), "output"),
    "stdin": "input",
    **dict.fromkeys(("test_cases", "cases", "unit_tests", "test_list", "test"), "tests"),
    **dict.fromkeys(("type", "task"), "kind"),
    **dict.fromkeys(
        ("fn_name", "func_name", "function", "function_name", "method", "class_name"), "entry_point"
    ),
    **dict.fromkeys(("starter_code", "template"), "prompt"),
    **dict.fromkeys(("cpu", "cpu_s", "time_limit", "time_limit_ms", "timeout"), "cpu_ms"),
    **dict.fromkeys(("wall", "wall_s"), "wall_ms"),
    **dict.fromkeys(("memory", "memory_limit", "memory_mb"), "memory_bytes"),
    **dict.fromkeys(("abs", "atol", "abs_tol"), "absolute"),
    **dict.fromkeys(("rel", "rtol", "rel_tol"), "relative"),
    **dict.fromkeys(("code", "program"), "source"),
}
"""What a field goes by elsewhere, for those who try it here."""

_MISSING = object()


class FieldReader:
    """Reads one object field by field; `finish` refuses what was not asked for."""

    def __init__(self, data: object, path: str) -> None:
        if not isinstance(data, Mapping):
            raise InvalidProblem(f"must be an object, not {kind_of(data)}", field=path)
        self._data = data
        self._path = path
        self._read: set[str] = set()

    def at(self, name: str | int) -> str:
        """The dotted path of a field of this object."""
        return f"{self._path}.{name}" if self._path else str(name)

    def refuse(self, message: str, name: str | int | None = None) -> InvalidProblem:
        """The error to raise about a field, or about the object itself."""
        return InvalidProblem(message, field=self._path if name is None else self.at(name))

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        self._read.add(name)
        return self._data.get(name) is not None

    def value(self, name: str, *, default: object = _MISSING) -> object:
        """A field of any type. A null counts only where no default is given."""
        self._read.add(name)
        value = self._data.get(name, _MISSING)
        if default is not _MISSING and (value is _MISSING or value is None):
            return default
        if value is _MISSING:
            guess = next((other for other in self._data if self._may_mean(other, name)), None)
            hint = f"; is {guess!r} meant to be it?" if guess is not None else ""
            raise self.refuse(f"is missing{hint}", name)
        return value

    def inner(self, name: str) -> "FieldReader":
        """A field that is an object; an empty one if it is missing."""
        return FieldReader(self.value(name, default={}), self.at(name))

    def names(self) -> tuple[str, ...]:
        """The names of all fields, for objects that map names to things."""
        for name in self._data:
            if not isinstance(name, str):
                raise self.refuse("names must be strings")
        return tuple(self._data)

    def text(self, name: str, max_chars: int, *, default: str = "") -> str:
        """A string of at most `max_chars`."""
        value = self.value(name, default=default)
        if not isinstance(value, str):
            raise self.refuse(f"must be a string, not {kind_of(value)}", name)
        if len(value) > max_chars:
            raise self.refuse(f"must not be longer than {max_chars} characters", name)
        return value

    def needed_text(self, name: str, max_chars: int) -> str:
        """A string that must be there."""
        if self.value(name) is None:
            raise self.refuse("is missing", name)
        return self.text(name, max_chars)

    def choice(self, name: str, choices: type[ChoiceT], *, default: ChoiceT | None = None) -> ChoiceT:
        """One word of an enumeration."""
        value = self.value(name) if default is None else self.value(name, default=str(default))
        if isinstance(value, str):
            for choice in choices:
                if choice.value == value:
                    return choice
        given = repr(value[:MAX_SHOWN_CHARS]) if isinstance(value, str) else kind_of(value)
        raise self.refuse(f"must be one of {', '.join(choices)}, not {given}", name)

    def integer(self, name: str, low: int, high: int) -> int | None:
        """A whole number in a range, or `None` if it is missing."""
        value = self.value(name, default=None)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.refuse(f"must be a whole number from {low} to {high}", name)
        return value

    def number(self, name: str, low: float, high: float, *, default: float) -> float:
        """A finite number in a range."""
        value = self.value(name, default=default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self.refuse(f"must be a number from {low:g} to {high:g}", name)
        return float(value)

    def sequence(self, name: str, max_length: int, *, default: object = _MISSING) -> list[object]:
        """A list of at most `max_length`."""
        value = self.value(name, default=default)
        if not isinstance(value, list | tuple):
            raise self.refuse(f"must be a list, not {kind_of(value)}", name)
        if len(value) > max_length:
            raise self.refuse(f"must not have more than {max_length} items", name)
        return list(value)

    def finish(self) -> None:
        """Refuse the first field that nothing has asked for."""
        for name in self._data:
            if name not in self._read:
                hint = instead(str(name), sorted(self._read), OTHER_NAMES)
                raise self.refuse(f"is no field here; {hint}", str(name))

    def _may_mean(self, other: object, name: str) -> bool:
        """Whether a field that nothing has asked for may be the missing one under another name."""
        if not isinstance(other, str) or other in self._read:
            return False
        return OTHER_NAMES.get(other.lower()) == name or meant(other, (name,)) == name
