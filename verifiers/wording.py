"""How errors speak of what a caller sent: what kind of value it is, and which name was probably meant."""

import difflib
import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType

NEAR = 0.7
"""How alike two names are, from 0 to 1, for one to be taken for a slip of the other."""
MAX_GUESSED_CHARS = 60
"""Of a longer name nobody asks what was meant."""

_NONE: Mapping[str, str] = MappingProxyType({})


def kind_of(value: object) -> str:
    """A JSON value's kind, such as `a string`."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, float) and not math.isfinite(value):
        return "a number that is not finite"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a string"
    return "a list" if isinstance(value, list | tuple) else "an object"


def quoted(text: str) -> str:
    r"""A piece of somebody's text in quotes, its backslashes as they are."""
    return f"'{text}'"


def meant(name: str, known: Iterable[str], others: Mapping[str, str] = _NONE) -> str:
    """The known name that a wrong one was probably meant to be; empty if none is near.

    `others` has what goes by another name elsewhere, with its name here.
    """
    if len(name) > MAX_GUESSED_CHARS:
        return ""
    plain = name.lower().replace("-", "_").replace(" ", "_")
    if plain in others:
        return others[plain]
    by_plain = {candidate.lower(): candidate for candidate in known}
    near = difflib.get_close_matches(plain, by_plain, n=1, cutoff=NEAR)
    return by_plain[near[0]] if near else ""


def instead(name: str, known: Iterable[str], others: Mapping[str, str] = _NONE) -> str:
    """What to say behind a wrong name: the one that was probably meant, else all there are."""
    known = tuple(known)
    if nearest := meant(name, known, others):
        return f"did you mean {quoted(nearest)}?"
    return f"there are {', '.join(known)}" if known else "there are none"
