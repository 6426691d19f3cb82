"""A Pratt parser from text to the expression tree.

Every token is consumed, or it is no parse: what reads half an answer accepts nonsense. Commands and words
that are not known are refused rather than skipped.
"""

import re
from fractions import Fraction

from verifiers.math.expression import CONTAINERS, Apply, Expression, Name, Number, show, variables
from verifiers.math.limits import MAX_MATRIX_CELLS, MAX_TREE_DEPTH
from verifiers.math.quantities import QuantityReader
from verifiers.math.token_cursor import text_content
from verifiers.math.tokens import BudgetExceededError, ParseError, Token, tokenise
from verifiers.math.units import COUNTED, SCALES, UNITS, read_unit
from verifiers.math.vocabulary import (
    ACCENTS,
    ALIASES,
    BIG_OPERATORS,
    BINOMIALS,
    CURRENCY,
    ENDS,
    FIGURES,
    FOREIGN_NAMES,
    FRACTIONS,
    FUNCTIONS,
    GREEK,
    INVERSES,
    LOGIC,
    MODULO,
    OF_SEVERAL,
    OTHERWISE,
    OVER,
    RADICES,
    RELATIONS,
    SEPARATORS,
    SET_OPERATIONS,
    TIMES,
)
from verifiers.math.written_numbers import read_fraction, read_in_radix, read_number, read_repeating
from verifiers.wording import quoted

_INTEGER = re.compile(r"\d+")
_SHORT = 4
_NUMBERS = frozenset({"number", "repeating", "radix"})
_EVENT_TOKENS = 40
_OF_EVENTS = frozenset(
    {
        "|",
        "\\mid",
        "=",
        "<",
        ">",
        "<=",
        ">=",
        "\\le",
        "\\leq",
        "\\ge",
        "\\geq",
        "\\cap",
        "\\cup",
        "\\overline",
    }
)
_DIFFERENTIAL = re.compile(r"d[a-zA-Z]")


def parse(text: str) -> Expression:
    """The expression that `text` writes.

    Raises:
        ParseError: it cannot be read; the message says what and where.
        BudgetExceededError: it is too long, too deep or has too many digits.
    """
    tokens = tokenise(text)
    result = _Parser(tokens).whole()
    if len(tokens) > MAX_TREE_DEPTH:
        _check_depth(result)
    return result


def _check_depth(expression: Expression) -> None:
    """Refuse a tree that is too deep for recursion: chains such as `a/b/c/…` nest without brackets."""
    level = [expression]
    for _ in range(MAX_TREE_DEPTH):
        level = [part for each in level if isinstance(each, Apply) for part in each.parts]
        if not level:
            return
    raise BudgetExceededError(f"a tree deeper than {MAX_TREE_DEPTH}")


class _Parser(QuantityReader):
    def __init__(self, tokens: list[Token], depth: int = 0) -> None:
        super().__init__(tokens, depth)
        self._bars = 0

    def whole(self) -> Expression:
        if not self._tokens:
            raise ParseError("there is nothing to read")
        if len(self._tokens) > 1 and self._peek() in ("=", "\\approx"):
            self._index += 1
        result = self._group()
        if self._index < len(self._tokens):
            raise self._unexpected()
        return result

    def _group(self) -> Expression:
        r"""What stands between braces: a sequence, or two with `\over` or `\choose` between them."""
        inner = self._sequence()
        head = {"\\over": "divide", "\\choose": "binom"}.get(self._peek())
        if head is None:
            return inner
        self._index += 1
        return Apply(head, (inner, self._sequence()))

    def _sequence(self) -> Expression:
        elements = [self._relation()]
        joiners: set[str] = set()
        starts_group = [True]
        start = self._index
        while self._index < len(self._tokens):
            if self._peek() in SEPARATORS:
                self._index += 1
                joiner = self._joiner() or ","
                self._index += joiner != ","
            elif joiner := self._joiner():
                self._index += 1
            else:
                break
            joiners.add(joiner)
            starts_group.append(joiner == "or")
            elements.append(self._relation())
        if not joiners:
            return elements[0]
        if len(joiners) > 1 and "or" in joiners and _are_equations_of_several(elements):
            return _alternatives(elements, starts_group)
        if all(isinstance(each, Name) for each in elements) and self._peek_at(start) in LOGIC:
            raise ParseError("a statement of logic")
        if "or" in joiners and _are_equations_of_several(elements):
            return Apply("either", tuple(elements))
        head = "list"
        if len(joiners - {","}) == 1 and all(map(_is_bound, elements)):
            head = "both" if "and" in joiners else "either"
        return Apply(head, tuple(elements))

    def _relation(self) -> Expression:
        relation = self._plain_relation()
        if isinstance(relation, Apply) and relation.head == "equiv" and not self._says_modulo():
            return Apply("=", relation.parts)
        if self._peek() == "\\pmod":
            self._index += 1
            return Apply("congruence", (relation, self._argument()))
        if self._peek() == "(" and self._is_modulo(1):
            self._index += 2
            modulus = self._sum()
            self._expect(")")
            return Apply("congruence", (relation, modulus))
        if isinstance(relation, Apply) and relation.head == "equiv":
            left, right = relation.parts
            if isinstance(right, Apply) and right.head == "mod":
                return Apply("congruence", (Apply("equiv", (left, right.parts[0])), right.parts[1]))
        return relation

    def _says_modulo(self) -> bool:
        return any(self._is_modulo(offset) for offset in range(-2, 3))

    def _is_modulo(self, offset: int) -> bool:
        if not self._kind_at(offset):
            return False
        token = self._tokens[self._index + offset]
        return (text_content(token.text) if token.kind == "text" else token.text) in MODULO

    def _plain_relation(self) -> Expression:
        left = self._union()
        if self._relation_sign() is None:
            return left
        parts: list[Expression] = [left]
        while (relation := self._relation_sign()) is not None:
            self._index += 1
            parts += [Name(relation), self._union()]
        if len(parts) == 3 and isinstance(parts[1], Name):
            return Apply(parts[1].name, (parts[0], parts[2]))
        return Apply("chain", tuple(parts))

    def _relation_sign(self) -> str | None:
        text = text_content(self._peek()) if self._kind() == "text" else self._peek()
        return RELATIONS.get(text)

    def _union(self) -> Expression:
        left = self._sum()
        while (head := SET_OPERATIONS.get(self._peek())) or (self._peek() == "U" and _is_container(left)):
            self._index += 1
            left = Apply(head or "union", (left, self._sum()))
        return left

    def _sum(self) -> Expression:
        sign = self._sign()
        first = _signed(sign, self._product())
        terms = [first]
        while self._peek() in ("+", "-", "\\pm", "\\mp"):
            operator = self._next().text
            inner = self._sign()
            terms.append(_signed(operator, _signed(inner, self._product())))
        return terms[0] if len(terms) == 1 else Apply("add", tuple(terms))

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
            if text in TIMES:
                self._index += 1
                factors.append(_signed(self._sign(), self._power()))
            elif text in OVER:
                self._index += 1
                divisor = _signed(self._sign(), self._power())
                factors = [Apply("divide", (_product(factors), divisor))]
            elif text in ("\\bmod", "\\mod", "mod"):
                self._index += 1
                factors = [Apply("mod", (_product(factors), self._power()))]
            elif text in ("%", "\\%"):
                self._index += 1
                factors = [Apply("percent", (_product(factors),))]
                if self._starts_factor():
                    raise self._unexpected()
            elif (scale := self._scale()) is not None:
                percent = scale == SCALES["percent"]
                value = _product(factors)
                factors = [
                    Apply("percent", (value,)) if percent else Apply("multiply", (value, Number(scale)))
                ]
            elif _is_degree(factors[-1]) and (arc := self._smaller_angle()) is not None:
                factors[-1] = _with_arc(factors[-1], arc)
            elif text in CURRENCY and self._kind_at(1) != "number":
                self._index += 1
                factors = [Apply("unit", (_product(factors), Name(CURRENCY[text])))]
            elif _is_degree(factors[-1]) and (temperature := self._temperature()) is not None:
                factors = [Apply("unit", (_product(factors), Name(temperature)))]
            elif (unit := self._unit(may_be_letter=_is_constant(factors))) is not None:
                quantity = Apply("unit", (_product(factors), Name(unit)))
                factors = [self._with_smaller_units(quantity, unit)]
            elif self._may_count(factors) and (counted := self._counted()) is not None:
                factors = [Apply("unit", (_product(factors), Name(f"{COUNTED}{counted}")))]
            elif self._starts_factor():
                factors.append(self._juxtaposed())
            else:
                break
        return _product(factors)

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
        return Apply(name, (_signed(self._sign(), self._product()), low.parts[0], low.parts[1], high))

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
            return _Parser(inner, self._depth + 1).whole(), Name(variable)
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
        return Apply(head, (_signed(self._sign(), self._product()), name, point))

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
        return _signed(sign, self._power())

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

    def _atom(self) -> Expression:
        token = self._next()
        text = token.text
        if token.kind == "number":
            return read_number(text)
        if token.kind == "repeating":
            return read_repeating(text)
        if token.kind == "radix":
            return read_in_radix(text)
        if token.kind == "word":
            return self._word(token)
        if token.kind == "text":
            return self._text(token)
        if token.kind == "environment":
            return self._environment(text)
        if text in ("(", "["):
            return self._bracket(text)
        if text == "{":
            inner = self._group()
            self._expect("}")
            return inner
        if text == "\\{":
            return self._set()
        if text in ("|", "\\lfloor", "\\lceil", "\\langle"):
            return self._fenced(text)
        if text in CURRENCY:
            return self._price(CURRENCY[text])
        if token.kind == "command":
            return self._command(text[1:], token)
        self._index -= 1
        raise self._unexpected()

    def _price(self, currency: str) -> Expression:
        """What stands behind a sign of money."""
        factors = [self._power()]
        if self._peek()[1:] in FRACTIONS and isinstance(factors[0], Number):
            factors.append(self._juxtaposed())
        return Apply("unit", (_product(factors), Name(currency)))

    def _word(self, token: Token) -> Expression:
        word = token.text
        if word in FUNCTIONS:
            return self._function(word)
        if word in ("pi", "oo", "inf", "infinity"):
            return Name("pi" if word == "pi" else "oo")
        if word in ("USD", "EUR", "GBP") and self._kind() == "number":
            return self._price(word)
        if word == "Matrix" and self._peek() == "(":
            return self._atom()
        if word in ("binomial", "choose") and self._peek() == "(":
            return self._function("binom")
        if _DIFFERENTIAL.fullmatch(word) and self._peek() == "/" and self._kind_at(1) == "word":
            other = self._tokens[self._index + 1].text
            if _DIFFERENTIAL.fullmatch(other):
                self._index += 2
                return Name(f"d {word[1]} over d {other[1]}")
        if word == "P" and (event := self._event()) is not None:
            return event
        if word == "m" and self._peek()[1:] in FIGURES:
            return self._atom_deeper()
        if len(word) > 3 and not any(word.startswith(name) for name in ("sqrt", "pi")):
            raise ParseError(f"the word {quoted(word)} at character {token.start + 1} is not mathematics")
        if len(word) > 1:
            # Letters side by side are a product; what follows binds to the last one.
            self._index -= 1
            self._tokens[self._index] = Token("word", word[1:], token.start + 1, False)
            head = Name(word[0])
            rest = self._power()
            return Apply("multiply", (head, rest))
        name = word + self._primes()
        if self._peek() == "(" and word in "fghpPQqFG" and self._index + 2 < len(self._tokens):
            after = self._tokens[self._index + 1 : self._index + 3]
            if after[0].kind == "word" and after[1].text == ")":
                self._index += 3
                return Apply("call", (Name(name), Name(after[0].text)))
            if after[0].kind == "number" and after[1].text == ")" and word in "fghFG":
                self._index += 3
                return Apply("call", (Name(name), read_number(after[0].text)))
        return Name(name)

    def _event(self) -> Name | None:
        """The name of a probability such as `P(A|B)` or `P(X=1)`, where its value follows."""
        if self._peek() != "(":
            return None
        depth, inner = 0, []
        for index in range(self._index, min(len(self._tokens), self._index + _EVENT_TOKENS)):
            text = self._tokens[index].text
            inner.append(text)
            depth += (text == "(") - (text == ")")
            if depth == 0:
                says_more = not _OF_EVENTS.isdisjoint(inner)
                if not says_more or self._peek_at(index + 1) != "=":
                    return None
                self._index = index + 1
                return Name(f"P{''.join(inner)}")
        return None

    def _primes(self) -> str:
        """Derivatives in the notation of Lagrange: one stroke for each."""
        primes = ""
        while True:
            texts = [token.text for token in self._tokens[self._index : self._index + 4]]
            if texts[:1] in (["'"], ["\\prime"]):
                self._index, primes = self._index + 1, primes + "'"
            elif texts[:2] == ["^", "\\prime"]:
                self._index, primes = self._index + 2, primes + "'"
            elif texts == ["^", "{", "\\prime", "}"]:
                self._index, primes = self._index + 4, primes + "'"
            else:
                return primes

    def _text(self, token: Token) -> Expression:
        content = text_content(token.text)
        content = FOREIGN_NAMES.get(content, content)
        if content in FUNCTIONS:
            return self._function(content)
        if len(content) == 1 and content.isalpha():
            return Name(content)
        if content.casefold() in ("infinity", "inf"):
            return Name("oo")
        if self._peek() == "=":
            return Name(f"the {content}")
        if (unit := read_unit(content)) is not None:
            if self._kind() == "number" and content.isupper() and content in UNITS and unit.dimensions:
                return self._price(content)
            return Apply("unit", (Number(Fraction(1)), Name(content)))
        if content in ("constant", "const", "constant of integration"):
            return Name("C")
        if content in ("DNE", "none", "no solution", "undefined"):
            return Name("empty") if content in ("none", "no solution") else Name(content)
        raise ParseError(f"the words {quoted(content)} at character {token.start + 1} are not mathematics")

    def _command(self, name: str, token: Token) -> Expression:
        if name in FRACTIONS:
            return self._fraction()
        if name in BIG_OPERATORS:
            return self._big_operator(name)
        if name in ("Gamma", "zeta") and self._peek() == "(":
            return self._function(name)
        if name in BINOMIALS:
            return Apply("binom", (self._argument(), self._argument()))
        if name == "pi":
            return Name("pi")
        if name == "infty":
            return Name("oo")
        if name in ("emptyset", "varnothing"):
            return Name("empty")
        if name in ("R", "Z", "N", "Q", "C"):
            return Name(name)
        if name in GREEK:
            return Name("phi" if name == "varphi" else name)
        if name in FUNCTIONS:
            return self._function(name)
        if name == "partial":
            return Name("d")
        if name in FIGURES or (name == "overline" and self._is_segment()):
            return self._figure(name)
        if name in ACCENTS:
            marked = self._argument()
            is_vector = name in ("hat", "vec") and isinstance(marked, Name)
            return Name(f"{name} {show(marked)}") if is_vector else Apply(name, (marked,))
        raise ParseError(f"the command \\{name} at character {token.start + 1} is not known")

    def _is_segment(self) -> bool:
        texts = [token.text for token in self._tokens[self._index : self._index + 3]]
        is_braced = len(texts) == 3 and texts[0] == "{" and texts[2] == "}"
        return is_braced and len(texts[1]) > 1 and texts[1].isalpha() and texts[1].isupper()

    def _figure(self, name: str) -> Name:
        """An angle, a triangle, a segment and the like, by the letters of its points."""
        braced = self._peek() == "{"
        self._index += braced
        token = self._next()
        if token.kind not in ("word", "number") and token.text[1:] not in GREEK:
            self._index -= 1
            raise self._unexpected()
        if braced:
            self._expect("}")
        return Name(f"{name} {token.text}")

    def _argument(self) -> Expression:
        """The argument of a command: a group, or one digit, letter or command as TeX takes it."""
        if self._peek() == "{":
            self._index += 1
            inner = self._group()
            self._expect("}")
            return inner
        token = self._next()
        if token.kind in ("number", "word") and len(token.text) > 1:
            rest = Token(token.kind, token.text[1:], token.start + 1, False)
            self._index -= 1
            self._tokens[self._index] = rest
            token = Token(token.kind, token.text[0], token.start, token.gap)
        if token.kind == "number":
            return read_number(token.text)
        if token.kind == "word":
            return Name(token.text)
        self._index -= 1
        return self._atom_deeper()

    def _atom_deeper(self) -> Expression:
        self._enter()
        result = self._atom()
        self._depth -= 1
        return result

    def _function(self, name: str) -> Expression:
        name = ALIASES.get(name, name)
        if name == "sqrt":
            return self._root()
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

    def _argument_signed(self) -> Expression:
        if self._peek() == "-":
            self._index += 1
            return _signed("-", self._argument())
        return self._argument()

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
            return _signed(sign, Apply("divide", (factors[0], self._power())))
        return _signed(sign, _product(factors))

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

    def _bracket(self, opening: str) -> Expression:
        self._enter()
        if self._peek() in (")", "]"):
            raise self._unexpected()
        bars, self._bars = self._bars, 0
        inner = self._sequence()
        self._bars = bars
        closing = self._next().text
        self._depth -= 1
        if closing not in (")", "]"):
            self._index -= 1
            raise self._unexpected()
        if isinstance(inner, Apply) and inner.head == "list":
            head = {"()": "tuple", "[]": "closed", "(]": "left_open", "[)": "right_open"}[opening + closing]
            if head in ("left_open", "right_open") and len(inner.parts) != 2:
                raise ParseError("an interval has two ends")
            return Apply(head, inner.parts)
        if opening + closing not in ("()", "[]"):
            raise ParseError("an interval has two ends")
        return Apply("group", (inner,))

    def _set(self) -> Expression:
        self._enter()
        if self._peek() == "\\}":
            self._index += 1
            self._depth -= 1
            return Name("empty")
        if (condition := self._condition()) is not None:
            return condition
        inner = self._sequence()
        self._expect("\\}")
        self._depth -= 1
        parts = inner.parts if isinstance(inner, Apply) and inner.head == "list" else (inner,)
        return Apply("set", parts)

    def _condition(self) -> Expression | None:
        r"""What the elements of a set-builder satisfy, without its head `x \mid` or `x \in D :`."""
        if self._kind() != "word" or len(self._peek()) != 1:
            return None
        start, domain = self._index, None
        letter = self._next().text
        name = Name(letter)
        if self._peek() == "\\in":
            self._index += 1
            domain = Apply("in", (name, self._atom_deeper()))
        if self._peek() not in ("|", ":"):
            self._index = start
            return None
        self._index += 1
        said = self._sequence()
        self._expect("\\}")
        self._depth -= 1
        if letter not in variables(said):
            raise ParseError(f"the condition does not speak of {letter}")
        if domain is None or domain.parts[1] == Name("R"):
            return said
        return Apply("both", (domain, said))

    def _fenced(self, opening: str) -> Expression:
        self._enter()
        closing = {
            "|": "|",
            "\\lfloor": "\\rfloor",
            "\\lceil": "\\rceil",
            "\\langle": "\\rangle",
        }
        head = {"|": "abs", "\\lfloor": "floor", "\\lceil": "ceil", "\\langle": "tuple"}[opening]
        self._bars += opening == "|"
        inner = self._sequence()
        self._expect(closing[opening])
        self._bars -= opening == "|"
        self._depth -= 1
        if head == "tuple":
            return Apply(
                "tuple", inner.parts if isinstance(inner, Apply) and inner.head == "list" else (inner,)
            )
        return Apply(head, (inner,))

    def _otherwise(self) -> Name | None:
        content = text_content(self._peek()) if self._kind() == "text" else self._peek()
        if content.rstrip(",;") not in OTHERWISE:
            return None
        self._index += 1
        return Name("otherwise")

    def _environment(self, opening: str) -> Expression:
        name = opening[opening.index("{") + 1 : opening.index("}")]
        if not opening.startswith("\\begin") or name.rstrip("*") not in (
            "pmatrix", "bmatrix", "vmatrix", "matrix", "Bmatrix", "array", "smallmatrix", "cases",
        ):  # fmt: skip
            raise ParseError(f"the environment {quoted(name)} is not known")
        self._enter()
        rows: list[tuple[Expression, ...]] = []
        row: list[Expression] = []
        cells = 0
        while True:
            if self._kind() == "text" and text_content(self._peek()) in ("if", "for", "when"):
                self._index += 1
            row.append(self._otherwise() or self._relation())
            if self._peek() == "," and name == "cases":
                self._index += 1
            cells += 1
            if cells > MAX_MATRIX_CELLS:
                raise BudgetExceededError(f"a matrix of more than {MAX_MATRIX_CELLS} cells")
            token = self._next()
            if token.text == "&":
                continue
            rows.append(tuple(row))
            row = []
            if token.text == "\\\\" and not self._peek().startswith("\\end"):
                continue
            if token.text == "\\\\":
                token = self._next()
            if token.text != f"\\end{{{name}}}":
                raise ParseError(f"the environment {quoted(name)} is not closed")
            break
        self._depth -= 1
        if len({len(each) for each in rows}) != 1:
            raise ParseError("the rows of the matrix differ in length")
        if name == "cases":
            if len(rows[0]) == 1:
                return Apply("list", tuple(row[0] for row in rows))
            return Apply("cases", tuple(Apply("row", each) for each in rows))
        head = "determinant" if name == "vmatrix" else "matrix"
        return Apply(head, tuple(Apply("row", each) for each in rows))


def _are_equations_of_several(elements: list[Expression]) -> bool:
    """Whether different names get values, so that "or" is not the same as "and"."""
    labels = {each.parts[0] for each in elements if isinstance(each, Apply) and each.head == "="}
    return len(labels) > 1


def _alternatives(elements: list[Expression], starts_group: list[bool]) -> Expression:
    """`x=1, y=2 \text{ or } x=3, y=4` as a list of two solutions."""
    groups: list[list[Expression]] = []
    for element, starts in zip(elements, starts_group, strict=True):
        if starts:
            groups.append([])
        groups[-1].append(element)
    return Apply(
        "list",
        tuple(g[0] if len(g) == 1 else Apply("group", (Apply("list", tuple(g)),)) for g in groups),
    )


def _differential(expression: Expression) -> Expression | None:
    """What follows the `d` in a product such as `dx` or `d^2 y`, with the order of the derivative."""
    if not isinstance(expression, Apply) or expression.head != "multiply" or len(expression.parts) != 2:
        return None
    d, of = expression.parts
    if d == Name("d"):
        return of
    is_higher = isinstance(d, Apply) and d.head == "power" and d.parts[0] == Name("d")
    return Apply("power", (of, d.parts[1])) if is_higher and isinstance(d, Apply) else None


def _signed(sign: str, value: Expression) -> Expression:
    if sign in ("", "+"):
        return value
    return Apply({"-": "negate", "\\pm": "plus_minus", "\\mp": "minus_plus"}[sign], (value,))


def _product(factors: list[Expression]) -> Expression:
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


_CHOSEN_FROM = re.compile(r"\d{1,4}|\d?[a-z](?:[-+]\d)?")


def _selection(base: Name, exponent: Expression) -> Expression | None:
    """`C_5^2` as so many out of five, `A_5^2` and `P_5^2` with their order; `None` for a power of a name."""
    letter, _, of = base.name.partition("_")
    if letter not in ("C", "A", "P") or not _CHOSEN_FROM.fullmatch(of):
        return None
    taken = exponent.value if isinstance(exponent, Number) else None
    if of.isdigit():
        if taken is None or taken.denominator != 1 or not max(0, 2 - int(of)) <= taken <= int(of):
            return None
    elif letter != "C":
        return None
    number = parse(of)
    if letter == "C":
        return Apply("binom", (number, exponent))
    left = Apply("add", (number, Apply("negate", (exponent,))))
    return Apply("divide", (Apply("factorial", (number,)), Apply("factorial", (left,))))


def _label(token: Token) -> str:
    """A part of a subscript, as it is read aloud."""
    return text_content(token.text) if token.kind == "text" else token.text


def _is_degree(value: Expression) -> bool:
    return isinstance(value, Apply) and value.head == "degree"


def _is_constant(factors: list[Expression]) -> bool:
    return len(factors) <= _SHORT and not any(map(variables, factors))


def _with_arc(degrees: Expression, arc: Fraction) -> Expression:
    """Degrees and the minutes behind them as one angle."""
    inner = degrees.parts[0] if isinstance(degrees, Apply) else degrees
    value = Number(inner.value + arc) if isinstance(inner, Number) else Apply("add", (inner, Number(arc)))
    return Apply("degree", (value,))


def _is_bound(value: Expression) -> bool:
    return isinstance(value, Apply) and value.head in ("<", ">", "<=", ">=", "!=", "in", "chain")


def _is_container(value: Expression) -> bool:
    return isinstance(value, Apply) and value.head in CONTAINERS
