"""What the parts of the parser take from each other, and what several of them build."""

from abc import ABC, abstractmethod

from verifiers.math.expression import Apply, Expression, Number
from verifiers.math.quantities import QuantityReader
from verifiers.math.tokens import ParseError, Token


class Grammar(QuantityReader, ABC):
    """The levels of the grammar, from the loosest to the tightest; `parser.py` has them."""

    def __init__(self, tokens: list[Token], depth: int = 0) -> None:
        """Stand before the first token, nested as deep as `depth` already."""
        super().__init__(tokens, depth)
        self._bars = 0

    @abstractmethod
    def _read_apart(self, tokens: list[Token]) -> Expression:
        """What other tokens say, all of them."""

    @abstractmethod
    def _group(self) -> Expression:
        """What stands between braces."""

    @abstractmethod
    def _sequence(self) -> Expression:
        """Relations that commas or words join."""

    @abstractmethod
    def _relation(self) -> Expression:
        """Sums, and what relates them."""

    @abstractmethod
    def _sum(self) -> Expression:
        """Terms with their signs."""

    @abstractmethod
    def _product(self) -> Expression:
        """Factors."""

    @abstractmethod
    def _power(self) -> Expression:
        """A base with its exponent."""

    @abstractmethod
    def _juxtaposed(self) -> Expression:
        """A factor written right after another."""

    @abstractmethod
    def _atom(self) -> Expression:
        """What stands for itself."""

    @abstractmethod
    def _set(self) -> Expression:
        """What stands between the braces of a set."""

    @abstractmethod
    def _argument(self) -> Expression:
        """The argument of a command."""

    @abstractmethod
    def _sign(self) -> str:
        """The sign that stands next, if any."""

    @abstractmethod
    def _starts_factor(self) -> bool:
        """Whether the next token begins a factor."""

    def _atom_deeper(self) -> Expression:
        self._enter()
        result = self._atom()
        self._depth -= 1
        return result

    def _argument_signed(self) -> Expression:
        if self._peek() == "-":
            self._index += 1
            return signed("-", self._argument())
        return self._argument()


def signed(sign: str, value: Expression) -> Expression:
    """The value with a sign before it."""
    if sign in ("", "+"):
        return value
    return Apply({"-": "negate", "\\pm": "plus_minus", "\\mp": "minus_plus"}[sign], (value,))


def product(factors: list[Expression]) -> Expression:
    """Factors side by side; a whole number and a fraction make a mixed number."""
    if len(factors) == 1:
        return factors[0]
    last = factors[-1]
    if len(factors) >= 2 and isinstance(last, Apply) and last.head == "mixed":
        whole, part = factors[-2], last.parts[0]
        if len(factors) != 2 or not isinstance(whole, Number) or not isinstance(part, Number):
            raise ParseError("a mixed number inside a product")
        return Number(whole.value + part.value)
    if any(isinstance(factor, Apply) and factor.head == "mixed" for factor in factors):
        raise ParseError("a mixed number inside a product")
    return Apply("multiply", tuple(factors))
