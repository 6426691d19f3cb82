"""Reads functions with their arguments, and roots."""

from fractions import Fraction

from verifiers.math.calculus_notation import CalculusReader
from verifiers.math.expression import Apply, Expression, Name, Number
from verifiers.math.grammar import product, signed
from verifiers.math.tokens import ParseError
from verifiers.math.vocabulary import ALIASES, FUNCTIONS, INVERSES, OF_SEVERAL
from verifiers.math.written_numbers import read_number


class FunctionReader(CalculusReader):
    """Reads functions with their arguments, and roots."""

    def _function(self, name: str) -> Expression:
        name = ALIASES.get(name, name)
        if name == "sqrt":
            return self._root()
        if name in OF_SEVERAL and self._peek() == "=":
            return Name(f"the {name}")
        base: Expression | None = None
        exponent: Expression | None = None
        while self._peek() in ("_", "^"):
            if self._next().text == "_":
                base = self._argument()
            else:
                exponent = self._argument_signed()
        if self._peek() == "(":
            self._index += 1
            inner = self._sequence()
            self._expect(")")
        elif self._peek() == "\\{" and name in OF_SEVERAL:
            self._index += 1
            elements = self._set()
            inner = Apply("list", elements.parts) if isinstance(elements, Apply) else elements
        elif self._peek() == "{":
            inner = self._argument()
        elif self._peek() == "|":
            inner = self._atom_deeper()
        else:
            inner = self._bare_argument()
        parts = inner.parts if isinstance(inner, Apply) and inner.head == "list" else (inner,)
        if name == "cbrt":
            return Apply("root", (inner, Number(Fraction(3))))
        if base is not None:
            if name != "log" or len(parts) != 1:
                raise ParseError(f"{name} takes no base")
            result: Expression = Apply("log_base", (*parts, base))
        elif name == "log" and len(parts) == 2:
            result = Apply("log_base", parts)
        elif len(parts) > 1 and name not in OF_SEVERAL | {"binom"}:
            raise ParseError(f"{name} takes one argument")
        elif name == "lg":
            result = Apply("log_base", (*parts, Number(Fraction(10))))
        else:
            result = Apply("ln" if name == "log" else name, parts)
        if exponent is None:
            return result
        if exponent == Apply("negate", (Number(Fraction(1)),)):
            inverse = INVERSES.get(name)
            if inverse is None:
                raise ParseError(f"the inverse of {name} is not known")
            return Apply(inverse, parts)
        return Apply("power", (result, exponent))

    def _bare_argument(self) -> Expression:
        """The argument of a function written without brackets: `\\sin 2x`, but not `\\sin x \\cos x`."""
        sign = self._sign()
        factors = [self._power()]
        while self._starts_factor() and self._peek() not in ("(", "[", "\\{", "|"):
            if (self._peek()[1:] in FUNCTIONS and self._peek() != "\\sqrt") or self._peek() in FUNCTIONS:
                break
            factors.append(self._juxtaposed())
        if self._peek() == "/" and len(factors) == 1 and self._kind_at(1) == "number":
            self._index += 1
            return signed(sign, Apply("divide", (factors[0], self._power())))
        return signed(sign, product(factors))

    def _root(self) -> Expression:
        if self._peek() == "[":
            self._index += 1
            degree = self._sequence()
            self._expect("]")
            return Apply("root", (self._argument(), degree))
        if self._peek() == "(":
            self._index += 1
            inner = self._sequence()
            self._expect(")")
            return Apply("sqrt", (inner,))
        if (
            self._kind() == "number"
            and self._tokens[self._index - 1].text == "\\sqrt"
            and self._tokens[self._index].gap
        ):
            return Apply("sqrt", (read_number(self._next().text),))
        return Apply("sqrt", (self._argument(),))
