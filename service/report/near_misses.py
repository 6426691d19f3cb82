"""Wrong mathematics that is close to right, for a person to look at.

This looks at text alone, in linear time. It decides no reward.
"""

import math
import re
from collections.abc import Sequence

NEAR = 0.05
"""A number counts as close when it is off by at most this part of the gold."""

_NUMBER = r"(-?\d{1,300}(?:\.\d{1,300})?)"
_FRACTION = re.compile(rf"(-?)\\?[dt]?frac\{{{_NUMBER}\}}\{{{_NUMBER}\}}|(-?)\(?{_NUMBER}\)?/\(?{_NUMBER}\)?")
_DECORATION = re.compile(r"\\(?:left|right|displaystyle|[,;:! ])|\\text\{[^{}]*\}|[\s$]")


def is_near(golds: Sequence[str], answer: str) -> bool:
    """Whether an answer is nearly one of the golds.

    It is when both are the same but for layout, case and signs, or numbers that differ little.
    """
    given = _plain(answer)
    return bool(given) and any(_is_near(_plain(gold), given) for gold in golds)


def _is_near(gold: str, given: str) -> bool:
    if not gold:
        return False
    if gold.replace("-", "").replace("+", "") == given.replace("-", "").replace("+", ""):
        return True
    wanted, found = _value(gold), _value(given)
    return wanted is not None and found is not None and abs(wanted - found) <= NEAR * abs(wanted)


def _plain(text: str) -> str:
    return _DECORATION.sub("", text).lower().strip(".").replace(",", "")


def _value(text: str) -> float | None:
    """A finite number: decimal, per cent, or a fraction of two."""
    percent = text.endswith(("\\%", "%"))
    text = text.rstrip("%").rstrip("\\")
    if fraction := _FRACTION.fullmatch(text):
        sign, above, below = (part for part in fraction.groups() if part is not None)
        if not float(below):
            return None
        value = float(above) / float(below) * (-1 if sign else 1)
    else:
        try:
            value = float(text)
        except ValueError:
            return None
    return (value / 100 if percent else value) if math.isfinite(value) else None
