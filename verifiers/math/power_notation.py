"""Reads powers, subscripts and what else stands behind a value: factorials, degrees, bases."""

import re
from fractions import Fraction

from verifiers.math.atom_notation import AtomReader
from verifiers.math.expression import Apply, Expression, Name, Number, show
from verifiers.math.grammar import signed
from verifiers.math.token_cursor import text_content
from verifiers.math.tokens import ParseError, Token
from verifiers.math.vocabulary import ENDS, RADICES
from verifiers.math.written_numbers import read_number
from verifiers.wording import quoted

_INTEGER = re.compile(r"\d+")
_CHOSEN_FROM = re.compile(
    r"(?P<number>\d{1,4})|(?P<times>\d)?(?P<letter>[a-z])(?:(?P<sign>[-+])(?P<more>\d))?"
)


class PowerReader(AtomReader):
    """Reads powers, subscripts and what else stands behind a value: factorials, degrees, bases."""

    def _power(self) -> Expression:
        self._enter()
        base = self._postfix(self._atom())
        if self._peek() in ("^", "**"):
            base = self._raised(base)
        self._depth -= 1
        return base

    def _raised(self, base: Expression) -> Expression:
        self._index += 1
        if self._peek() in ("\\circ", "\\degree"):
            self._index += 1
            return Apply("degree", (base,))
        if (
            self._peek() == "{"
            and self._index + 2 < len(self._tokens)
            and self._tokens[self._index + 1].text == "\\circ"
        ):
            if self._tokens[self._index + 2].text != "}":
                raise self._unexpected()
            self._index += 3
            return Apply("degree", (base,))
        after = self._tokens[self._index + 1].text if self._kind_at(1) else "}"
        if self._peek() in ("+", "-") and after in ENDS:
            return Apply("above" if self._next().text == "+" else "below", (base,))
        exponent = self._exponent()
        selection = _selection(base, exponent) if isinstance(base, Name) else None
        return self._postfix(selection or Apply("power", (base, exponent)))

    def _exponent(self) -> Expression:
        sign = self._sign()
        return signed(sign, self._power())

    def _postfix(self, value: Expression) -> Expression:
        while self._index < len(self._tokens):
            text = self._peek()
            if text == "!":
                self._index += 1
                value = Apply("factorial", (value,))
            elif text in ("\\degree", "\\deg"):
                self._index += 1
                value = Apply("degree", (value,))
            elif text == "_" and isinstance(value, Number | Name):
                value = self._subscript(value)
            elif text == "_" and isinstance(value, Apply) and value.head == "call":
                value = self._subscript(Name(show(value)))
            elif (
                text == "_"
                and isinstance(value, Apply)
                and value.head == "group"
                and isinstance(value.parts[0], Number)
            ):
                value = self._subscript(value.parts[0])
            else:
                return value
        return value

    def _subscript(self, value: Expression) -> Expression:
        self._index += 1
        if self._peek() == "{":
            self._index += 1
            subscript = ""
            while self._peek() != "}":
                subscript += _label(self._next())
            self._index += 1
        else:
            subscript = _label(self._next())
        if isinstance(value, Name):
            return Name(f"{value.name}_{subscript}")
        if not isinstance(value, Number):
            raise ParseError("a subscript of what is neither a name nor a number")
        subscript = RADICES.get(subscript, subscript)
        if not _INTEGER.fullmatch(subscript) or value.decimals is not None or value.value.denominator != 1:
            raise ParseError(f"the subscript {quoted(subscript)} is not a base")
        base = int(subscript[:4])
        digits = str(value.value)
        if not 2 <= base <= 36 or any(int(digit) >= base for digit in digits):
            raise ParseError(f"{digits} has digits that base {base} does not have")
        return Apply("base", (Number(Fraction(int(digits, base))), Number(Fraction(base))))


def _selection(base: Name, exponent: Expression) -> Expression | None:
    """`C_5^2` as so many out of five, `A_5^2` and `P_5^2` with their order; `None` for a power of a name."""
    letter, _, of = base.name.partition("_")
    chosen_from = _CHOSEN_FROM.fullmatch(of)
    if letter not in ("C", "A", "P") or chosen_from is None:
        return None
    taken = exponent.value if isinstance(exponent, Number) else None
    if of.isdigit():
        if taken is None or taken.denominator != 1 or not max(0, 2 - int(of)) <= taken <= int(of):
            return None
    elif letter != "C":
        return None
    number = _count(chosen_from)
    if letter == "C":
        return Apply("binom", (number, exponent))
    left = Apply("add", (number, Apply("negate", (exponent,))))
    return Apply("divide", (Apply("factorial", (number,)), Apply("factorial", (left,))))


def _count(found: re.Match[str]) -> Expression:
    """How many there are to choose from: `5`, `n`, `2n+1` and the like."""
    if found["number"]:
        return read_number(found["number"])
    value: Expression = Name(found["letter"])
    if found["times"]:
        value = Apply("multiply", (read_number(found["times"]), value))
    if found["sign"]:
        value = Apply("add", (value, signed(found["sign"], read_number(found["more"]))))
    return value


def _label(token: Token) -> str:
    """A part of a subscript, as it is read aloud."""
    return text_content(token.text) if token.kind == "text" else token.text
