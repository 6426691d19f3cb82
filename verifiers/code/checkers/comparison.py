"""What every checker answers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import zip_longest

_SHOWN_CHARS = 80
_SHOWN_BITS = 256


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether an output is right, and a few words for a person if it is not."""

    passed: bool
    reason: str = ""


PASSED = Comparison(True)


def compare_parts(
    unit: str,
    expected: Iterable[bytes],
    actual: Iterable[bytes],
    is_close: Callable[[bytes, bytes], bool] | None = None,
) -> Comparison:
    """The parts of two outputs in order, up to the first difference. Both are read to their end.

    Neither a prefix of the right output nor the right output with more behind it passes.

    Args:
        unit: What a part is called: a line, a token.
        expected: Parts of the expected output.
        actual: Parts of the program's.
        is_close: Whether two parts that are not equal may pass as such.
    """
    for number, (left, right) in enumerate(zip_longest(expected, actual), start=1):
        if left == right:
            continue
        if right is None:
            return Comparison(False, f"the output ends before {unit} {number}")
        if left is None:
            return Comparison(False, f"the output goes on after {unit} {number - 1}, where it should end")
        if is_close is None or not is_close(left, right):
            return differs(f"{unit} {number}", left, right)
    return PASSED


def differs(place: str, expected: object, actual: object) -> Comparison:
    """A failed comparison that shows the first difference, both sides cut short."""
    return Comparison(False, f"{place}: expected {shown(expected)}, got {shown(actual)}")


def shown(value: object) -> str:
    """A value cut short for a sentence."""
    match value:
        case None:
            text = "null"
        case bool():
            text = str(value).lower()
        case bytes():
            text = repr(value[: _SHOWN_CHARS + 1].decode(errors="replace"))
        case str():
            text = repr(value[: _SHOWN_CHARS + 1])
        case int() if value.bit_length() > _SHOWN_BITS:
            text = f"an integer of {value.bit_length()} bits"
        case list():
            text = f"a list of {len(value)}"
        case dict():
            text = f"an object of {len(value)}"
        case _:
            text = repr(value)
    return text if len(text) <= _SHOWN_CHARS else text[:_SHOWN_CHARS] + "…"
