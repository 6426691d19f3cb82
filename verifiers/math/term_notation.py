"""Reads sums and products: terms with their signs, factors side by side, units behind them."""

import re
from fractions import Fraction

from verifiers.math.dotted import written_out
from verifiers.math.expression import Apply, Expression, Name, Number, variables
from verifiers.math.grammar import product, signed
from verifiers.math.limits import MAX_DOTTED_TERMS
from verifiers.math.power_notation import PowerReader
from verifiers.math.token_cursor import text_content
from verifiers.math.tokens import BudgetExceededError, ParseError, Token
from verifiers.math.units import COUNTED, SCALES
from verifiers.math.vocabulary import (
    ACCENTS,
    BIG_OPERATORS,
    BINOMIALS,
    CURRENCY,
    DOTS,
    FRACTIONS,
    FUNCTIONS,
    GREEK,
    MODULO,
    OVER,
    TIMES,
)
from verifiers.math.written_numbers import read_fraction

_INTEGER = re.compile(r"\d+")
_SHORT = 4
_NUMBERS = frozenset({"number", "repeating", "radix"})


class TermReader(PowerReader):
    """Reads sums and products: terms with their signs, factors side by side, units behind them."""

    def __init__(self, tokens: list[Token], depth: int = 0) -> None:
        """Stand before the first token, nested as deep as `depth` already."""
        super().__init__(tokens, depth)
        self._left_out = 0

    def _sum(self) -> Expression:
        sign = self._sign()
        first = signed(sign, self._product())
        terms = [first]
        while self._peek() in ("+", "-", "\\pm", "\\mp"):
            operator = self._next().text
            if self._peek() in DOTS:
                terms = self._to_the_last_term(terms, operator)
                continue
            inner = self._sign()
            terms.append(signed(operator, signed(inner, self._product())))
        return terms[0] if len(terms) == 1 else Apply("add", tuple(terms))

    def _to_the_last_term(self, terms: list[Expression], operator: str) -> list[Expression]:
        r"""The terms with those that dots leave out behind an operator, as in `1+2+\dots+100`."""
        self._index += 1
        if self._peek() not in ("+", "-"):
            raise ParseError("a sum that has no last term")
        written = self._written_out(terms, signed(self._next().text, self._product()))
        following = written[len(terms)]
        if (isinstance(following, Apply) and following.head == "negate") != (operator == "-"):
            raise ParseError("how the signs go on is not known")
        return written

    def _to_the_last_factor(self, factors: list[Expression]) -> list[Expression]:
        r"""The factors with those that dots leave out, as in `1\cdot2\cdots10`."""
        self._index += 1
        self._index += self._peek() in TIMES
        return self._written_out(factors, self._power())

    def _written_out(self, before: list[Expression], last: Expression) -> list[Expression]:
        """All terms; those of all dots in one text stay within one budget."""
        written = written_out(before, last)
        self._left_out += len(written) - len(before)
        if self._left_out > MAX_DOTTED_TERMS:
            raise BudgetExceededError(f"sums and products of more than {MAX_DOTTED_TERMS} terms")
        return written

    def _sign(self) -> str:
        sign = ""
        while self._peek() in ("+", "-", "\\pm", "\\mp"):
            operator = self._next().text
            if sign in ("\\pm", "\\mp"):
                raise ParseError("two signs in a row")
            flipped = "-" if (operator == "-") != (sign == "-") else "+"
            sign = operator if operator in ("\\pm", "\\mp") else flipped
        return sign

    def _product(self) -> Expression:
        factors = [self._power()]
        while self._index < len(self._tokens):
            text = self._peek()
            if text in DOTS or (text in TIMES and self._peek_at(self._index + 1) in DOTS):
                self._index += text in TIMES
                factors = self._to_the_last_factor(factors)
            elif text in TIMES:
                self._index += 1
                factors.append(signed(self._sign(), self._power()))
            elif text in OVER:
                self._index += 1
                divisor = signed(self._sign(), self._power())
                factors = [Apply("divide", (product(factors), divisor))]
            elif text in ("\\bmod", "\\mod", "mod"):
                self._index += 1
                factors = [Apply("mod", (product(factors), self._power()))]
            elif text in ("%", "\\%"):
                self._index += 1
                factors = [Apply("percent", (product(factors),))]
                if self._starts_factor():
                    raise self._unexpected()
            elif (scale := self._scale()) is not None:
                percent = scale == SCALES["percent"]
                value = product(factors)
                factors = [
                    Apply("percent", (value,)) if percent else Apply("multiply", (value, Number(scale)))
                ]
            elif _is_degree(factors[-1]) and (arc := self._smaller_angle()) is not None:
                factors[-1] = _with_arc(factors[-1], arc)
            elif text in CURRENCY and self._kind_at(1) != "number":
                self._index += 1
                factors = [Apply("unit", (product(factors), Name(CURRENCY[text])))]
            elif _is_degree(factors[-1]) and (temperature := self._temperature()) is not None:
                factors = [Apply("unit", (product(factors), Name(temperature)))]
            elif (unit := self._unit(may_be_letter=_is_constant(factors))) is not None:
                quantity = Apply("unit", (product(factors), Name(unit)))
                factors = [self._with_smaller_units(quantity, unit)]
            elif self._may_count(factors) and (counted := self._counted()) is not None:
                factors = [Apply("unit", (product(factors), Name(f"{COUNTED}{counted}")))]
            elif self._starts_factor():
                factors.append(self._juxtaposed())
            else:
                break
        return product(factors)

    def _may_count(self, factors: list[Expression]) -> bool:
        """Whether what is counted may stand next: behind a number, in a text command behind any constant."""
        if len(factors) == 1 and isinstance(factors[0], Number):
            return True
        return self._kind() == "text" and _is_constant(factors)

    def _starts_factor(self) -> bool:
        if self._joiner():
            return False
        text, kind = self._peek(), self._kind()
        if kind in ("number", "repeating", "radix"):
            return True
        if kind == "text":
            content = text_content(self._peek())
            return content in FUNCTIONS or (len(content) == 1 and content.isalpha())
        if kind == "environment":
            return text.startswith("\\begin")
        if kind == "word":
            return text not in ("to", "mod") and not (
                text == "U"
                and self._index + 1 < len(self._tokens)
                and self._tokens[self._index + 1].text in "(["
            )
        if text == "(" and self._is_modulo(1):
            return False
        if text in ("(", "{", "[", "\\{", "\\lfloor", "\\lceil"):
            return True
        if text == "|":
            return self._bars == 0
        name = text[1:]
        return kind == "command" and (
            name in FUNCTIONS | GREEK | FRACTIONS | BINOMIALS | ACCENTS | BIG_OPERATORS
            or name in ("pi", "infty", "langle", "zeta", "partial")
        )

    def _is_modulo(self, offset: int) -> bool:
        if not self._kind_at(offset):
            return False
        token = self._tokens[self._index + offset]
        return (text_content(token.text) if token.kind == "text" else token.text) in MODULO

    def _juxtaposed(self) -> Expression:
        """A factor written right after another; two numbers in a row are only ever a mixed number."""
        token = self._tokens[self._index]
        before = self._tokens[self._index - 1]
        left_is_number = before.kind in ("number", "repeating")
        if token.kind in ("number", "repeating", "radix"):
            if before.text == "!" or (self._peek_at(self._index + 1) == "^" and before.kind not in _NUMBERS):
                return self._power()
            if not (left_is_number and token.gap and self._tokens[self._index + 1 : self._index + 2]):
                raise self._unexpected()
            after = self._tokens[self._index + 1 :]
            is_fraction = after[0].text == "/" and len(after) > 1 and _INTEGER.fullmatch(after[1].text)
            if not (is_fraction and _INTEGER.fullmatch(before.text) and _INTEGER.fullmatch(token.text)):
                raise self._unexpected()
            self._index += 3
            return Apply("mixed", (Number(read_fraction(token.text, after[1].text)),))
        if left_is_number and token.text[1:] in FRACTIONS and _INTEGER.fullmatch(before.text):
            part = self._power()
            if isinstance(part, Apply) and part.head == "divide":
                top, bottom = part.parts
                if isinstance(top, Number) and isinstance(bottom, Number) and top.value >= 0 and bottom.value:
                    return Apply("mixed", (Number(top.value / bottom.value),))
            return part
        return self._power()


def _is_degree(value: Expression) -> bool:
    return isinstance(value, Apply) and value.head == "degree"


def _is_constant(factors: list[Expression]) -> bool:
    return len(factors) <= _SHORT and not any(map(variables, factors))


def _with_arc(degrees: Expression, arc: Fraction) -> Expression:
    """Degrees and the minutes behind them as one angle."""
    inner = degrees.parts[0] if isinstance(degrees, Apply) else degrees
    value = Number(inner.value + arc) if isinstance(inner, Number) else Apply("add", (inner, Number(arc)))
    return Apply("degree", (value,))
