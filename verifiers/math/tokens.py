"""The tokeniser: one compiled regular expression over LaTeX, unicode and plain notation."""

import re
from typing import NamedTuple

from verifiers.math.limits import MAX_CHARACTERS, MAX_DIGITS, MAX_TOKENS
from verifiers.math.spellings import respelled
from verifiers.wording import quoted


class ParseError(Exception):
    """The text is not mathematics that can be read; the message says what and where."""


class BudgetExceededError(Exception):
    """Reading or computing it would take more than the budget."""


class Token(NamedTuple):
    """One piece of the text."""

    kind: str
    """`number`, `repeating`, `radix`, `command`, `word`, `text`, `environment` or `symbol`."""
    text: str
    start: int
    gap: bool
    """Whether space stands before it."""


_TOKEN = re.compile(
    r"""(?P<skip>\s+|\\[,;:!>\ ()\[\]]|~|\$|\\(?:left|right|[bB]igg?[lr]?|middle)(?![a-zA-Z])\.?
      |\\(?:quad|qquad|displaystyle|textstyle|limits|nolimits|boldsymbol|mathbf|mathbb|mathcal|bm|boxed|fbox
          |underline|bf|it|sf|em|tiny|small|normalsize|large|Large|LARGE|huge|Huge|therefore|ensuremath|mathrm(?=\s*[^\s{])
          )(?![a-zA-Z])|\\(?:text)?color\s*\{[a-z]+\})
    |(?P<radix>0[xX][0-9a-fA-F]+|0b[01]+|0o[0-7]+
      |(?:\d+[A-F]|[A-F]{2}|[A-F]\d)[0-9A-F]*_(?:\{1[1-6]\}|1[1-6](?!\d)))
    |(?P<grouped>\d{1,3}(?:(?:,\\!|\{,\}|\\[,;:]|\\\ |~|'|,\\,)\d{3})+(?![\d])(?:\.\d+)?
      |\d{1,3}(?:_\d{3})+(?!\d))
    |(?P<commas>[1-9]\d{0,2}(?:,\d{3})+(?![\d,])(?:\.\d+)?|[1-9]\d{0,2}(?:\ \d{3})+(?![\d\ ]*\d)(?:\.\d+)?)
    |(?P<repeating>\d*\.\d*(?:\\(?:overline|bar|dot)\s*\{\d+\}|\(\d+\))|\d*\.\d{3,60}\s*(?:\.\.\.|\\(?:ldots|dots|cdots)(?![a-zA-Z])))
    |(?P<number>(?:\d+(?:\.\d+)?|\.\d+|\d+\.(?!\d))(?:[eE][+-]?\d{1,6}(?![\da-zA-Z]))?)
    |(?P<text>\\(?:text|mathrm|textbf|textit|textrm|mbox|operatorname\*?|rm|mathit|textnormal)\s*\{[^{}]*\})
    |(?P<environment>\\(?:begin|end)\{[a-z]+\*?\}(?:\{[lcr|]*\})?)
    |(?P<command>\\[a-zA-Z]+|\\\\|\\[%$\#&_{}|])
    |(?P<word>[a-zA-Z]+)
    |(?P<symbol>\*\*|<=|>=|!=|==|[-+*/^_=<>(){}\[\],;:!|%&.'])""",
    re.VERBOSE,
)
_OPENING = frozenset({"(", "[", "\\{"})
_CLOSING = frozenset({")", "]", "\\}"})


def tokenise(text: str) -> list[Token]:
    """The tokens of `text`.

    Raises:
        ParseError: at a character that belongs to no token.
        BudgetExceededError: when the text, or a number in it, is too long.
    """
    if len(text) > MAX_CHARACTERS:
        raise BudgetExceededError(f"longer than {MAX_CHARACTERS} characters")
    text = respelled(text)
    tokens: list[Token] = []
    position, depth, gap = 0, 0, False
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise ParseError(f"{quoted(text[position])} at character {position + 1} is not understood")
        kind, piece = found.lastgroup or "", found[0]
        if kind == "commas" and depth:
            # Inside brackets a plain comma separates elements.
            kind, piece = "number", re.split(r"\D", piece, maxsplit=1)[0]
        position += len(piece)
        if kind == "skip":
            gap = True
            continue
        if kind in ("grouped", "commas"):
            kind, piece = "number", re.sub(r"[^\d.]", "", piece)
        if kind in ("number", "repeating") and len(piece) > MAX_DIGITS:
            raise BudgetExceededError(f"a number of more than {MAX_DIGITS} digits")
        if piece in _OPENING:
            depth += 1
        elif piece in _CLOSING:
            depth = max(0, depth - 1)
        tokens.append(Token(kind, piece, position - len(piece), gap))
        gap = False
        if len(tokens) > MAX_TOKENS:
            raise BudgetExceededError(f"more than {MAX_TOKENS} tokens")
    return tokens
