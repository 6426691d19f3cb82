"""A place in a row of tokens, and how deep the reading is nested there."""

from verifiers.math.limits import MAX_DEPTH
from verifiers.math.tokens import BudgetExceededError, ParseError, Token
from verifiers.wording import quoted


class TokenCursor:
    """What every part of the parser stands on: look at the next token, take it, or say that it is wrong."""

    def __init__(self, tokens: list[Token], depth: int = 0) -> None:
        """Stand before the first token, nested as deep as `depth` already."""
        self._tokens = tokens
        self._index = 0
        self._depth = depth - 1
        self._enter()

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise BudgetExceededError(f"nested deeper than {MAX_DEPTH}")

    def _peek(self) -> str:
        return self._tokens[self._index].text if self._index < len(self._tokens) else ""

    def _peek_at(self, index: int) -> str:
        return self._tokens[index].text if index < len(self._tokens) else ""

    def _kind(self) -> str:
        return self._tokens[self._index].kind if self._index < len(self._tokens) else ""

    def _kind_at(self, offset: int) -> str:
        index = self._index + offset
        return self._tokens[index].kind if index < len(self._tokens) else ""

    def _next(self) -> Token:
        if self._index >= len(self._tokens):
            raise ParseError("it ends too early")
        token = self._tokens[self._index]
        self._index += 1
        return token

    def _expect(self, text: str) -> None:
        if self._peek() != text:
            raise ParseError(f"{quoted(text)} is missing before {quoted(self._peek() or 'the end')}")
        self._index += 1

    def _unexpected(self) -> ParseError:
        token = self._tokens[self._index]
        return ParseError(f"{quoted(token.text)} at character {token.start + 1} is not expected there")


def text_content(text: str) -> str:
    r"""The words of a token such as `\text{ cm.}`, without the space and the stop around them."""
    return text[text.index("{") + 1 : -1].replace("~", " ").strip().rstrip(".")
