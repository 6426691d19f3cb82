"""Reads names: letters and words, what they label, text commands, figures, prices."""

import re
from fractions import Fraction

from verifiers.math.enclosures import EnclosureReader
from verifiers.math.expression import Apply, Expression, Name, Number
from verifiers.math.grammar import product
from verifiers.math.token_cursor import text_content
from verifiers.math.tokens import ParseError, Token
from verifiers.math.units import UNITS, read_unit
from verifiers.math.vocabulary import FIGURES, FOREIGN_NAMES, FRACTIONS, FUNCTIONS, GREEK
from verifiers.math.written_numbers import read_number
from verifiers.wording import quoted

_EVENT_TOKENS = 40
_OF_EVENTS = frozenset(
    {"|", "\\mid", "=", "<", ">", "<=", ">=", "\\le", "\\leq", "\\ge", "\\geq"}
    | {"\\cap", "\\cup", "\\overline"}
)
_SHORTEST_LABEL, _LABEL_TOKENS = 3, 8
_NO_LABEL = re.compile(
    r"(?<![a-z])(?:not|never|no|half|twice|double|triple|times|minus|plus|less|more|than|least|most|if|unless|"
    r"except|(?:third|quarter|square|cube|root|logarithm|multiple|power|inverse|reciprocal|sine|cosine|tangent)"
    r" of)(?![a-z])",
    re.IGNORECASE,
)
"""In words before a sign of equality: something else than the name of what follows."""
_DIFFERENTIAL = re.compile(r"d[a-zA-Z]")


class NameReader(EnclosureReader):
    """Reads names: letters and words, what they label, text commands, figures, prices."""

    def _price(self, currency: str) -> Expression:
        """What stands behind a sign of money."""
        factors = [self._power()]
        if self._peek()[1:] in FRACTIONS and isinstance(factors[0], Number):
            factors.append(self._juxtaposed())
        return Apply("unit", (product(factors), Name(currency)))

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
        depth, inner, in_words = 0, [], False
        for index in range(self._index, min(len(self._tokens), self._index + _EVENT_TOKENS)):
            text = self._tokens[index].text
            inner.append(text)
            in_words = in_words or self._tokens[index].kind == "text"
            depth += (text == "(") - (text == ")")
            if depth == 0:
                says_more = in_words or not _OF_EVENTS.isdisjoint(inner)
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
        if self._said_label(token, content):
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

    def _said_label(self, token: Token, content: str) -> bool:
        r"""Whether words name a value that follows, as `\text{Area} = 5` and `\text{Area of }ABC = 5`."""
        if _NO_LABEL.search(content):
            return False
        if self._peek() == "=":
            return True
        if token.start > 0 or not content.replace(" ", "").isalpha() or len(content) < _SHORTEST_LABEL:
            return False
        for index in range(self._index, min(len(self._tokens), self._index + _LABEL_TOKENS)):
            text = self._tokens[index].text
            if text == "=":
                self._index = index
                return True
            if not (text.isupper() or text in ("(", ")", "[", "]") or text[1:] in FIGURES):
                return False
        return False

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
