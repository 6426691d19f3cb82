"""Reads derivatives, sums, products, integrals and limits."""

from verifiers.math.expression import Apply, Expression, Name, show
from verifiers.math.grammar import Grammar, signed
from verifiers.math.tokens import ParseError, Token
from verifiers.math.vocabulary import FRACTIONS, GREEK


class CalculusReader(Grammar):
    """Reads derivatives, sums, products, integrals and limits."""

    def _fraction(self) -> Expression:
        r"""A fraction, or the derivative of what follows `\frac{d}{dx}`."""
        top, bottom = self._argument(), self._argument()
        name = _differential(bottom)
        if name is None:
            return Apply("divide", (top, bottom))
        if top == Name("d") and isinstance(name, Name):
            return Apply("derivative", (self._product(), name))
        of = _differential(top)
        if of is None:
            return Apply("divide", (top, bottom))
        return Name(f"d {show(of)} over d {show(name)}")

    def _big_operator(self, name: str) -> Expression:
        """A sum, product or integral between bounds, or a limit."""
        if name == "lim":
            return self._limit()
        bounds: dict[str, Expression] = {}
        while self._peek() in ("_", "^"):
            which = self._next().text
            bounds[which] = self._argument_signed()
        low, high = bounds.get("_"), bounds.get("^")
        if name == "int" and not bounds:
            return Apply("antiderivative", self._integrand())
        if low is None or high is None:
            raise ParseError(f"\\{name} without bounds")
        if name == "int":
            return Apply("int", (*self._integrand(), low, high))
        if not (isinstance(low, Apply) and low.head == "=" and isinstance(low.parts[0], Name)):
            raise ParseError(f"\\{name} needs a lower bound such as k=1")
        return Apply(name, (signed(self._sign(), self._product()), low.parts[0], low.parts[1], high))

    def _integrand(self) -> tuple[Expression, Expression]:
        """What is integrated, up to `dx`, and the variable."""
        self._free_differential()
        depth = 0
        for index in range(self._index, len(self._tokens)):
            token = self._tokens[index]
            depth += (token.text in ("(", "{", "[")) - (token.text in (")", "}", "]"))
            if depth or token.kind != "word":
                continue
            before, variable, end = token.text[:-2], token.text[-1], index + 1
            if token.text.endswith("d") and end < len(self._tokens):
                before, variable, end = token.text[:-1], self._tokens[end].text.lstrip("\\"), end + 1
            elif token.text[-2:-1] != "d":
                continue
            if not (len(variable) == 1 and variable.isalpha()) and variable not in GREEK:
                continue
            inner = self._tokens[self._index : index]
            if before or not inner:
                inner.append(Token("word" if before else "number", before or "1", token.start, token.gap))
            self._index = end
            return self._read_apart(inner), Name(variable)
        raise ParseError("an integral without dx")

    def _free_differential(self) -> None:
        r"""Write `\frac{dx}{x}` as `\frac{1}{x} dx`."""
        start = self._index
        if self._peek()[1:] not in FRACTIONS or self._kind_at(1) != "symbol":
            return
        top_end = self._closing(start + 1)
        bottom_end = self._closing(top_end + 1)
        if bottom_end >= len(self._tokens):
            return
        last = self._tokens[top_end - 1]
        if last.kind != "word" or last.text[-2:-1] != "d":
            return
        before = last.text[:-2]
        if before or top_end - 1 > start + 2:
            kept = [Token("word", before, last.start, last.gap)] if before else []
        else:
            kept = [Token("number", "1", last.start, last.gap)]
        self._tokens[bottom_end + 1 : bottom_end + 1] = [Token("word", last.text[-2:], last.start, False)]
        self._tokens[top_end - 1 : top_end] = kept

    def _closing(self, opening: int) -> int:
        """Where the brace that opens there is closed; the end of the text if it is not."""
        depth = 0
        for index in range(opening, len(self._tokens)):
            depth += (self._tokens[index].text == "{") - (self._tokens[index].text == "}")
            if depth == 0:
                return index
        return len(self._tokens)

    def _limit(self) -> Expression:
        self._expect("_")
        self._expect("{")
        name = self._atom_deeper()
        if self._peek() not in ("\\to", "\\rightarrow"):
            raise ParseError("a limit without an arrow")
        self._index += 1
        point = self._sum()
        self._expect("}")
        head = "lim"
        if isinstance(point, Apply) and point.head in ("above", "below"):
            head, point = f"lim_{point.head}", point.parts[0]
        return Apply(head, (signed(self._sign(), self._product()), name, point))


def _differential(expression: Expression) -> Expression | None:
    """What follows the `d` in a product such as `dx` or `d^2 y`, with the order of the derivative."""
    if not isinstance(expression, Apply) or expression.head != "multiply" or len(expression.parts) != 2:
        return None
    d, of = expression.parts
    if d == Name("d"):
        return of
    is_higher = isinstance(d, Apply) and d.head == "power" and d.parts[0] == Name("d")
    return Apply("power", (of, d.parts[1])) if is_higher and isinstance(d, Apply) else None
