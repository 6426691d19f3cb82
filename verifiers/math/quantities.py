"""What stands behind a number: units and their powers, scales such as a million, and what is counted."""

import re
from fractions import Fraction

from verifiers.math.expression import Apply, Expression, Number
from verifiers.math.token_cursor import TokenCursor, text_content
from verifiers.math.tokens import Token
from verifiers.math.units import NOT_COUNTED, SCALES, UNIT_WORDS, Unit, read_unit, unit_named
from verifiers.math.vocabulary import FUNCTIONS, JOINERS
from verifiers.math.written_numbers import read_number

_COUNTED = re.compile(r"[a-zA-Z][a-zA-Z'-]*(?: [a-zA-Z'-]+)*")
_COUNTED_WORDS = 4
_UNIT_TOKENS = 12
"""Of the longest unit that is looked for."""
_UNIT_SIGNS = frozenset({"/", "\\cdot", "*", "^", "{", "}", "-"})
_JOINING = (" per", " square", " sq", " cubic")
_PARTS_OF_A_DEGREE = {
    Fraction(60): Unit((("angle", 1),), Fraction(1, 60)),
    Fraction(1): Unit((("angle", 1),), Fraction(1, 3600)),
}
"""Of minutes and seconds behind degrees, by their size as times."""
_PRIMES = (
    ("'",),
    ("\\prime",),
    ("^", "\\prime"),
    ("^", "{", "\\prime", "}"),
    ("^", "{", "\\prime", "\\prime", "}"),
)


def _is_remainder(number: Number, ratio: Fraction) -> bool:
    """Whether `2 hours, 30 minutes` are one quantity; `3 km, 500 m` may be two."""
    is_decimal = str(ratio.numerator).rstrip("0") == "1"
    return ratio.denominator == 1 and not is_decimal and number.value < ratio


_AGE = ("old", "of age")


class QuantityReader(TokenCursor):
    """Reads what a number is a number of."""

    def _joiner(self) -> str:
        """`or` or `and` when the next token joins answers."""
        if self._index >= len(self._tokens):
            return ""
        token = self._tokens[self._index]
        return JOINERS.get(text_content(token.text) if token.kind == "text" else token.text, "")

    def _scale(self) -> Fraction | None:
        """A hundred, a million and the like behind a number, or a percentage in words."""
        token = self._tokens[self._index]
        words = text_content(token.text) if token.kind == "text" else token.text
        scale = SCALES.get(words.casefold())
        if scale is not None:
            self._index += 1
            return scale
        if words == "per" and self._kind_at(1) == "word" and self._tokens[self._index + 1].text == "cent":
            self._index += 2
            return SCALES["percent"]
        return None

    def _unit(self, *, may_be_letter: bool = False) -> str | None:
        """The unit that stands next, in words that `read_unit` takes.

        `may_be_letter`: whether a single letter, which is a variable elsewhere, may name it.
        """
        start = self._index
        words = self._unit_words(may_be_letter=may_be_letter)
        if words and read_unit(words) is not None:
            for said in _AGE:
                ahead = [token.text for token in self._tokens[self._index : self._index + len(said.split())]]
                if words.split()[-1].startswith("year") and ahead == said.split():
                    self._index += len(ahead)
            return words
        self._index = start
        return None

    def _unit_words(self, *, may_be_letter: bool) -> str:
        words, end = "", self._index + _UNIT_TOKENS
        while self._index < min(end, len(self._tokens)):
            token = self._tokens[self._index]
            if token.kind == "text":
                content = text_content(token.text)
                if read_unit(content) is None and content not in UNIT_WORDS:
                    break
                self._index += 1
                words += f" {content}"
            elif token.kind == "word" and self._is_plain_unit(
                token, joined=words.endswith(_JOINING), may_be_letter=may_be_letter
            ):
                self._index += 1
                words += f" {token.text}"
            elif words and token.text in ("/", "\\cdot", "*") and self._is_unit_at(1):
                self._index += 1
                words += " per" if token.text == "/" else ""
                continue
            elif words and token.text == "." and self._tokens[self._index - 1].kind == "word":
                self._index += 1
                continue
            else:
                break
            words += self._unit_power()
        return words

    def _is_plain_unit(self, token: Token, *, joined: bool, may_be_letter: bool) -> bool:
        """Whether a word without a text command names a unit.

        One letter does so when a unit is begun, and behind a space where nothing but units follows.
        """
        word = token.text
        if unit_named(word) is None:
            return word in UNIT_WORDS and len(word) > 1
        if len(word) > 1 or joined:
            return True
        return may_be_letter and token.gap and self._only_units_follow(self._index + 1)

    def _only_units_follow(self, index: int) -> bool:
        for token in self._tokens[index : index + _UNIT_TOKENS]:
            content = text_content(token.text) if token.kind == "text" else token.text
            is_power = token.kind == "number" and token.text in ("1", "2", "3")
            if not (is_power or token.text in _UNIT_SIGNS or unit_named(content)):
                return False
        return index + _UNIT_TOKENS >= len(self._tokens)

    def _is_unit_at(self, offset: int) -> bool:
        token = self._tokens[self._index + offset] if self._kind_at(offset) else None
        if token is None:
            return False
        if token.kind == "text":
            return read_unit(text_content(token.text)) is not None
        return unit_named(token.text) is not None

    def _unit_power(self) -> str:
        if self._peek() != "^":
            return ""
        texts = [token.text for token in self._tokens[self._index + 1 : self._index + 5]]
        for written in (["2"], ["3"], ["{", "2", "}"], ["{", "3", "}"]):
            if texts[: len(written)] == written:
                self._index += 1 + len(written)
                return " ^ " + "".join(written).strip("{}")
        if texts[:2] == ["{", "-"] and texts[2:] in (["1", "}"], ["2", "}"], ["3", "}"]):
            self._index += 5
            return f" ^ -{texts[2]}"
        return ""

    def _with_smaller_units(self, quantity: Expression, words: str) -> Expression:
        """`1 hour 30 minutes` as one quantity, in the first unit."""
        whole = read_unit(words)
        while isinstance(quantity, Apply) and whole is not None:
            start = self._index
            separated = self._peek() == ","
            if separated or self._joiner() == "and":
                self._index += 1
            part = None
            if self._kind() == "number":
                number = read_number(self._next().text)
                smaller = self._unit() if self._index < len(self._tokens) else None
                part = read_unit(smaller) if smaller else None
                if whole.dimensions == (("angle", 1),) and part is not None:
                    part = _PARTS_OF_A_DEGREE.get(part.size) if part.dimensions == (("time", 1),) else None
            if part is None or part.dimensions != whole.dimensions or part.size >= whole.size:
                self._index = start
                break
            if separated and not _is_remainder(number, whole.size / part.size):
                self._index = start
                break
            more = Apply("multiply", (number, Number(part.size / whole.size)))
            quantity = Apply("unit", (Apply("add", (quantity.parts[0], more)), quantity.parts[1]))
        if self._kind() in ("number", "repeating"):
            raise self._unexpected()
        return quantity

    def _counted(self) -> str | None:
        """What is counted, such as `apples`, in plain words behind a number; `None` if it says more."""
        start, words = self._index, ""
        if self._kind() == "text":
            words = text_content(self._next().text)
        while not words or (len(words.split()) < _COUNTED_WORDS and words == words.strip()):
            token = self._tokens[self._index] if self._index < len(self._tokens) else None
            if token is None or token.kind != "word" or not token.gap or len(token.text) < 3:
                break
            if words and self._tokens[start].kind == "text":
                break
            self._index += 1
            words = f"{words} {token.text}".strip()
        said = words.casefold().split()
        is_noun = _COUNTED.fullmatch(words) and not any(
            word in NOT_COUNTED or word in FUNCTIONS for word in said
        )
        if len(words) < 2 or not is_noun or len(said) > _COUNTED_WORDS:
            self._index = start
            return None
        return " ".join(word.removesuffix("s") for word in said)

    def _smaller_angle(self) -> Fraction | None:
        """The minutes and seconds of arc that stand next, as a part of a degree."""
        total, start = Fraction(0), self._index
        for strokes, size in ((1, 60), (2, 3600)):
            if self._kind() != "number":
                break
            before, number = self._index, read_number(self._next().text)
            if self._strokes() != strokes:
                self._index = before
                break
            total += number.value / size
        return total if self._index > start else None

    def _strokes(self) -> int:
        """How many primes stand next; they are taken."""
        strokes = 0
        while True:
            texts = [token.text for token in self._tokens[self._index : self._index + 5]]
            for written in _PRIMES:
                if tuple(texts[: len(written)]) == written:
                    self._index += len(written)
                    strokes += written.count("\\prime") + written.count("'")
                    break
            else:
                return strokes

    def _temperature(self) -> str | None:
        token = self._tokens[self._index]
        letter = text_content(token.text) if token.kind == "text" else token.text
        name = {"C": "Celsius", "F": "Fahrenheit"}.get(letter)
        self._index += name is not None
        return name
