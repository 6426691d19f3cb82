"""What stands behind a number: units and their powers, scales such as a million, and what is counted."""

import re
from fractions import Fraction

from verifiers.math.expression import Apply, Expression, Number
from verifiers.math.token_cursor import TokenCursor, text_content
from verifiers.math.units import NOT_COUNTED, SCALES, UNIT_WORDS, UNITS, read_unit
from verifiers.math.vocabulary import FUNCTIONS, JOINERS
from verifiers.math.written_numbers import read_number

_COUNTED = re.compile(r"[a-zA-Z][a-zA-Z'-]*(?: [a-zA-Z'-]+)*")
_COUNTED_WORDS = 4
_UNIT_TOKENS = 12
"""Of the longest unit that is looked for."""


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

    def _unit(self) -> str | None:
        """The unit that stands next, in words that `read_unit` takes."""
        start = self._index
        words = self._unit_words()
        if words and read_unit(words) is not None:
            return words
        self._index = start
        return None

    def _unit_words(self) -> str:
        words, end = "", self._index + _UNIT_TOKENS
        while self._index < min(end, len(self._tokens)):
            token = self._tokens[self._index]
            if token.kind == "text":
                content = text_content(token.text)
                if read_unit(content) is None and content not in UNIT_WORDS:
                    break
                self._index += 1
                words += f" {content}"
            elif token.kind == "word" and self._is_plain_unit(token.text, joined=words.endswith(" per")):
                self._index += 1
                words += f" {token.text}"
            elif words and token.text in ("/", "\\cdot") and self._is_unit_at(1):
                self._index += 1
                words += " per" if token.text == "/" else ""
                continue
            else:
                break
            words += self._unit_power()
        return words

    def _is_plain_unit(self, word: str, *, joined: bool) -> bool:
        """Whether a word without a text command names a unit; one letter does so behind a slash only."""
        return (len(word) > 1 or joined) and (word in UNITS or word in UNIT_WORDS)

    def _is_unit_at(self, offset: int) -> bool:
        token = self._tokens[self._index + offset] if self._kind_at(offset) else None
        if token is None:
            return False
        return (text_content(token.text) if token.kind == "text" else token.text) in UNITS

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
            if self._joiner() == "and":
                self._index += 1
            part = None
            if self._kind() == "number":
                number = read_number(self._next().text)
                smaller = self._unit() if self._index < len(self._tokens) else None
                part = read_unit(smaller) if smaller else None
            if part is None or part.dimensions != whole.dimensions or part.size >= whole.size:
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

    def _temperature(self) -> str | None:
        token = self._tokens[self._index]
        letter = text_content(token.text) if token.kind == "text" else token.text
        name = {"C": "Celsius", "F": "Fahrenheit"}.get(letter)
        self._index += name is not None
        return name
