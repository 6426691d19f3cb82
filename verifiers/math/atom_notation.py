"""Reads what stands for itself, by the kind of its first token, and the arguments of commands."""

from verifiers.math.expression import Apply, Expression, Name, show
from verifiers.math.name_notation import NameReader
from verifiers.math.tokens import ParseError, Token
from verifiers.math.vocabulary import (
    ACCENTS,
    BIG_OPERATORS,
    BINOMIALS,
    CURRENCY,
    FIGURES,
    FRACTIONS,
    FUNCTIONS,
    GREEK,
)
from verifiers.math.written_numbers import read_in_radix, read_number, read_repeating


class AtomReader(NameReader):
    """Reads what stands for itself, by the kind of its first token, and the arguments of commands."""

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
