"""The text rung: spelling that carries no meaning is taken away, and what is left is compared."""

import re
from dataclasses import dataclass
from fractions import Fraction

from verifiers.math.expression import Number
from verifiers.math.limits import MAX_CHARACTERS

_NOISE = re.compile(
    r"\\left(?![a-z])|\\right(?![a-z])|\\displaystyle\s*|\\[,;:!]|\\(?:text|mathrm|textbf|mbox)\s*\{\s*([^{}]*?)\s*\}"
)
_LAYOUT_BEFORE = re.compile(
    r"^(?:\\(?:q?quad|displaystyle|textstyle|large|Large|LARGE|huge|Huge|normalsize)"
    r"(?![a-zA-Z])|\\[,;:! ]|[~\s]|=(?![=\s]*$))+"
)
_LAYOUT_BEHIND = re.compile(r"(?<![~\s])(?:\\q?quad|(?<!\\)\\[,;:!]|[~\s]|\\\\)+$")
_LAYOUT_CHARACTERS = 200
"""Of layout behind an answer that is looked for: a search from farther away would take too long."""
_WRAPPER = re.compile(r"\\(?:boxed|fbox)\s*\{|\{")
_WRAPPERS = 8
"""Pairs of braces and pieces of layout that are taken away around an answer, at most."""
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_INNER_SPACE = re.compile(r"(?<![\w,])\s+|\s+(?![\w])")
_SPACES = re.compile(r"\s+")
_PLAIN = re.compile(
    r"(?P<sign>[-+]?)\s*"
    r"(?:(?P<whole>\d{1,3}(?:(?:,|\{,\}|,\\!|\\,)\d{3})+|\d+)"
    r"(?P<decimals>\.\d*)?|(?P<bare>\.\d+)"
    r"|\\[dt]?frac\s*"
    r"(?:\{(?P<top>-?\d+)\}\s*\{(?P<bottom>\d+)\}|(?P<t>\d)(?P<b>\d)))"
    r"(?:\s*/\s*(?P<over>\d+))?"
)
_NOT_DIGITS = re.compile(r"\D+")
_MAX_PLAIN_CHARACTERS = 400


def normalised(text: str) -> str:
    r"""The text without layout: no spacing, `\left` or text wrappers, no final stop, `\dfrac` as `\frac`."""
    if len(text) > MAX_CHARACTERS:
        return text
    text = trimmed(text)
    if "\\" in text:
        text = _NOISE.sub(_without_noise, text)
        text = text.replace("\\dfrac", "\\frac").replace("\\tfrac", "\\frac").replace("\\ ", " ")
    if " " in text or "\n" in text:
        text = _SPACES.sub(" ", text)
        text = _INNER_SPACE.sub("", text)
    return text.strip()


def trimmed(text: str) -> str:
    """The text without math delimiters and layout around it and without a final stop."""
    text = text.strip().strip("$").strip()
    for _ in range(_WRAPPERS):
        if not text or not (text[0] in "\\~={" or text[-1] in "~}d,;:! \\"):
            break
        bare = _LAYOUT_BEFORE.sub("", text, count=1)
        if behind := _LAYOUT_BEHIND.search(bare, max(0, len(bare) - _LAYOUT_CHARACTERS)):
            bare = bare[: behind.start()]
        if bare == text and (bare := _inside(text)) == text:
            break
        text = bare.strip()
    if text.endswith("\\") and not text.endswith("\\\\"):
        text += "$"  # the sign of money, not of mathematics
    if "&" in text:
        text = text.replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")
    if text.endswith(".") and not text.endswith(("..", "\\right.")):
        return text[:-1].rstrip().rstrip("$")
    return text


def _inside(text: str) -> str:
    """What a pair of braces or a box around everything holds."""
    opening = _WRAPPER.match(text)
    if opening is None or not text.endswith("}"):
        return text
    depth = 1
    for brace in _BRACE.finditer(text, opening.end()):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return text[opening.end() : -1] if brace.end() == len(text) else text
    return text


def _without_noise(found: re.Match[str]) -> str:
    """Space that was written stays space: two numbers must not become one."""
    if found[1] is not None:
        return f" {found[1]} "
    return " " if found[0] in ("\\,", "\\:", "\\;") else ""


def plain_number(text: str) -> Number | None:
    """The number when the text is nothing but an integer, a decimal or a fraction of integers."""
    if len(text) > _MAX_PLAIN_CHARACTERS:
        return None
    text = text.strip()
    if text.isdigit() and text.isascii():
        return Number(Fraction(int(text)))
    found = _PLAIN.fullmatch(text)
    if found is None or not text.isascii():
        return None
    negative = found["sign"] == "-"
    over = found["over"]
    if found["top"] is not None or found["t"] is not None:
        if over is not None:
            return None
        top, bottom = int(found["top"] or found["t"]), int(found["bottom"] or found["b"])
        if bottom == 0:
            return None
        value = Fraction(top, bottom)
        return Number(-value if negative else value)
    digits = _NOT_DIGITS.sub("", found["whole"] or "")
    decimals = (found["decimals"] or found["bare"] or ".")[1:]
    if over is not None:
        if decimals or found["decimals"] or int(over) == 0:
            return None
        value = Fraction(int(digits), int(over))
        return Number(-value if negative else value)
    number = int(digits + decimals)
    value = Fraction(number, 10 ** len(decimals)) if decimals else Fraction(number)
    if negative:
        value = -value
    return Number(value, len(decimals), len(str(number))) if decimals else Number(value)


_TIME = re.compile(r"0?(\d{1,2}):([0-5]\d)(?:\s*([ap])\.?m\.?)?", re.IGNORECASE)
_NOON = 12


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day. Without `half` it may be before or after noon, unless the hour tells."""

    hour: int
    minute: int
    half: str

    @property
    def is_definite(self) -> bool:
        """Whether it is known to be before or after noon."""
        return bool(self.half) or self.hour > _NOON or self.hour == 0

    @property
    def hour_of_day(self) -> int:
        """From 0 to 24; of the morning where nothing is known."""
        return self.hour % _NOON + _NOON * (self.half == "p") if self.half else self.hour

    def agrees_with(self, other: "ClockTime") -> bool:
        """Whether both can be the same time."""
        hours = self.hour_of_day, other.hour_of_day
        if self.is_definite and other.is_definite:
            return self.minute == other.minute and hours[0] == hours[1]
        is_midnight = self.hour == 0, other.hour == 0
        same_on_the_dial = hours[0] % _NOON == hours[1] % _NOON and is_midnight[0] == is_midnight[1]
        return self.minute == other.minute and same_on_the_dial


def clock_time(text: str) -> ClockTime | None:
    """The time when the text is a time of day."""
    found = _TIME.fullmatch(normalised(text).replace("{:}", ":"))
    if found is None or int(found[1]) > 24:
        return None
    return ClockTime(int(found[1]), int(found[2]), (found[3] or "").lower())


_WORDS = re.compile(r"[^\W_]+(?:[ '\-][^\W_]+)*")


def words(text: str) -> str | None:
    """The text as plain words, when it holds a word of two letters and nothing mathematical."""
    text = normalised(text).strip("\"'“”.!").replace("\\ ", " ")
    if (
        len(text) > 500
        or _WORDS.fullmatch(text) is None
        or (text.isascii() and not any(len(w) > 1 for w in text.split()))
    ):
        return None
    return _SPACES.sub(" ", text).casefold()


_PIECES = re.compile(r"[^\W_]+|[^\w\s\\{}$,;.\"'“”]|_")
_LIST_MARKS = re.compile(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+")
_OPERATOR_AT_END = re.compile(
    r"(?:[-+*/^_=<>]|\\(?:frac|sqrt|cdot|times|div|pm|le|ge|leq|geq|ne|neq|in|cup|cap))\s*$"
)
_OPERATOR_AT_START = re.compile(r"\s*[*/^_=)\]}]")


def pieces(text: str) -> tuple[str, ...]:
    """Words, numbers and signs in their order, without layout, commas and capitals."""
    return tuple(_PIECES.findall(normalised(text).casefold()))


def listed_words(text: str) -> frozenset[str] | None:
    """The items of a list of words, when it is one."""
    items = [words(item) for item in _LIST_MARKS.split(normalised(text))]
    if len(items) < 2 or not all(item and item.replace(" ", "").isalpha() for item in items):
        return None
    return frozenset(item for item in items if item)


def is_broken(text: str) -> bool:
    """Whether the text breaks off or its brackets do not pair, so that no reader could make sense of it."""
    braces = text.replace("\\{", "").replace("\\}", "")
    if braces.count("{") != braces.count("}"):
        return True
    if text.count("(") + text.count("[") > text.count(")") + text.count("]"):
        return True
    if not any(character.isalnum() for character in text):
        return True
    return _OPERATOR_AT_END.search(text) is not None or _OPERATOR_AT_START.match(text) is not None
