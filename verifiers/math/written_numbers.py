"""Numbers as they are written: decimals, powers of ten, other bases, digits that repeat."""

import re
from fractions import Fraction

from verifiers.math.expression import Apply, Expression, Number
from verifiers.math.limits import MAX_DIGITS
from verifiers.math.tokens import BudgetExceededError, ParseError

_DOTS = re.compile(r"\s*(?:\.\.\.|\\ldots|\\dots|\\cdots)")
_PERIODIC = re.compile(r"(\d*?)(?:(\d)\2{2,}|(\d{2,}?)\3+)")


def read_fraction(top: str, bottom: str) -> Fraction:
    """A fraction of two rows of digits.

    Raises:
        ParseError: the lower row is zero.
    """
    if int(bottom) == 0:
        raise ParseError("a fraction over zero")
    return Fraction(int(top), int(bottom))


def read_number(text: str) -> Number:
    """A number of digits, perhaps with a point or a power of ten, with the digits that were written.

    Raises:
        BudgetExceededError: it has more than `MAX_DIGITS` digits.
    """
    if text.isdigit():
        return Number(Fraction(int(text)))
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    if exponent and abs(int(exponent)) > MAX_DIGITS:
        raise BudgetExceededError(f"a number of more than {MAX_DIGITS} digits")
    scale = int(exponent or "0") - len(decimals)
    digits = int((whole + decimals) or "0")
    value = Fraction(digits * 10**scale) if scale >= 0 else Fraction(digits, 10**-scale)
    if "." not in text and not exponent:
        return Number(value)
    return Number(value, max(0, -scale), len(str(digits)))


def read_in_radix(text: str) -> Expression:
    """A number in another base, as `0xff`, `0b11` or `1A_16` write it.

    Raises:
        ParseError: it has a digit that its base lacks.
    """
    digits, _, subscript = text.partition("_")
    if subscript:
        base = int(subscript.strip("{}"))
    else:
        base, digits = {"x": 16, "b": 2, "o": 8}[digits[1].lower()], digits[2:]
    if any(int(digit, 36) >= base for digit in digits):
        raise ParseError(f"{digits} has digits that base {base} does not have")
    return Apply("base", (Number(Fraction(int(digits, base))), Number(Fraction(base))))


def read_repeating(text: str) -> Number:
    """A decimal without end, whose repeating digits are marked or followed by dots."""
    if dots := _DOTS.search(text):
        return _continued(text[: dots.start()])
    before, after = re.split(r"\\(?:overline|bar|dot)\s*\{|\(", text, maxsplit=1)
    period = after.rstrip("})")
    whole, _, decimals = before.partition(".")
    fixed = Fraction(int((whole + decimals) or "0"), 10 ** len(decimals))
    return Number(fixed + Fraction(int(period), (10 ** len(period) - 1) * 10 ** len(decimals)))


def _continued(text: str) -> Number:
    """A decimal that goes on by repeating its last digit (written three times) or digits (twice)."""
    whole, _, decimals = text.partition(".")
    found = _PERIODIC.fullmatch(decimals)
    if found is None:
        raise ParseError(f"how {text}... goes on is not known")
    return read_repeating(f"{whole}.{found[1]}({found[2] or found[3]})")
