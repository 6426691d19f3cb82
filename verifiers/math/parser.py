"""A Pratt parser from text to the expression tree.

Every token is consumed, or it is no parse: what reads half an answer accepts nonsense. Commands and words
that are not known are refused rather than skipped.
"""

import re
from fractions import Fraction

from verifiers.math.expression import CONTAINERS, Apply, Expression, Name, Number, show, variables
from verifiers.math.grammar import product, signed
from verifiers.math.limits import MAX_TREE_DEPTH
from verifiers.math.name_notation import NameReader
from verifiers.math.token_cursor import text_content
from verifiers.math.tokens import BudgetExceededError, ParseError, Token, tokenise
from verifiers.math.units import COUNTED, SCALES
from verifiers.math.vocabulary import (
    ACCENTS,
    BIG_OPERATORS,
    BINOMIALS,
    CURRENCY,
    ENDS,
    FIGURES,
    FRACTIONS,
    FUNCTIONS,
    GREEK,
    LOGIC,
    MODULO,
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


class _Parser(NameReader):
    def whole(self) -> Expression:
        if not self._tokens:
            raise ParseError("there is nothing to read")
        if len(self._tokens) > 1 and self._peek() in ("=", "\\approx"):
            self._index += 1
        result = self._group()
        if self._index < len(self._tokens):
            raise self._unexpected()
        return result

    def _read_apart(self, tokens: list[Token]) -> Expression:
        return _Parser(tokens, self._depth + 1).whole()

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
        first = signed(sign, self._product())
        terms = [first]
        while self._peek() in ("+", "-", "\\pm", "\\mp"):
            operator = self._next().text
            inner = self._sign()
            terms.append(signed(operator, signed(inner, self._product())))
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
