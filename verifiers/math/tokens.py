"""The tokeniser: one compiled regular expression over LaTeX, unicode and plain notation."""

import re
import unicodedata
from typing import NamedTuple

from verifiers.math.limits import MAX_CHARACTERS, MAX_DIGITS, MAX_TOKENS
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


_UNICODE = str.maketrans(
    {
        "−": "-", "–": "-", "—": "-", "×": "*", "·": "*", "⋅": "*", "∗": "*", "÷": "/", "∕": "/", "⁄": "/",
        "π": "\\pi ", "∞": "\\infty ", "√": "\\sqrt ", "≤": "\\le ", "≥": "\\ge ", "≠": "\\ne ",
        "∪": "\\cup ",
        "∩": "\\cap ", "∈": "\\in ", "±": "\\pm ", "∓": "\\mp ", "°": "^\\circ ", "∅": "\\emptyset ",
        "⩽": "\\le ", "⩾": "\\ge ", "⌊": "\\lfloor ", "⌋": "\\rfloor ", "⌈": "\\lceil ", "⌉": "\\rceil ",
        "θ": "\\theta ", "α": "\\alpha ", "β": "\\beta ", "λ": "\\lambda ", "φ": "\\phi ", "ℝ": "\\R ",
        "½": "\\frac12 ", "⅓": "\\frac13 ", "⅔": "\\frac23 ", "¼": "\\frac14 ", "¾": "\\frac34 ",
        "⅕": "\\frac15 ", "⅙": "\\frac16 ", "⅛": "\\frac18 ", "⅜": "\\frac38 ", "⅝": "\\frac58 ",
        "⅞": "\\frac78 ", "⁰": "^0", "¹": "^1", "²": "^2", "³": "^3", "⁴": "^4", "⁵": "^5", "⁶": "^6",
        "⁷": "^7", "⁸": "^8", "⁹": "^9", "\u00a0": " ", "\u2009": "\\,", "\u202f": "\\,", "％": "%",
        "€": "\\euro ", "£": "\\pounds ", "¥": "\\yen ", "′": "'", "∧": "\\land ", "∨": "\\lor ",
        "∛": "\\cbrt ", "¢": "\\text{ cents}", "‐": "-", "‑": "-", "∶": ":", "∙": "*", "∣": "|",
        "…": "\\ldots ", "⟨": "\\langle ", "⟩": "\\rangle ", "∖": "\\setminus ", "≈": "\\approx ",
        "ϕ": "\\phi ", "γ": "\\gamma ", "δ": "\\delta ", "ω": "\\omega ", "σ": "\\sigma ", "μ": "\\mu ",
        "ρ": "\\rho ", "τ": "\\tau ", "ε": "\\epsilon ", "ℤ": "\\Z ", "ℚ": "\\Q ", "ℕ": "\\N ", "ℂ": "\\C ",
        "∑": "\\sum ", "∏": "\\prod ", "∫": "\\int ", "→": "\\to ", "ⁿ": "^n", "∉": "\\notin ",
        "₀": "_0", "₁": "_1", "₂": "_2", "₃": "_3", "₄": "_4", "₅": "_5", "₆": "_6", "₇": "_7", "₈": "_8",
        "₉": "_9",
    }
)  # fmt: skip
_SUPERSCRIPTS = re.compile("[⁻]?[⁰¹²³⁴-⁹]{2,}|⁻[⁰¹²³⁴-⁹]+")
_SUBSCRIPTS = re.compile("[₀-₉]{2,}")
_STYLED = re.compile("[\U0001d400-\U0001d7ff]")
_PLAIN_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_PLAIN_DIGITS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")

_SPELLINGS = re.compile(
    r"""\{\s*(?P<braced>[-+=:<>/*])\s*\}|(?P<plus_minus>\+/-)
      |\\(?P<fence>mid|vert|lvert|rvert|lbrace|rbrace|lbrack|rbrack)(?![a-zA-Z])
      |\\text(?:bf|rm|it)?\s*\{(?P<inlined>[^{}a-zA-Z\\]*|[^{}\\]*\d[^{}\\]*)\}|\\cr(?![a-zA-Z])|\\\\\[[\d.]+[a-z]{2}\]
      |\\(?P<word>arcsinh|arccosh|arctanh|arctg|tg|ctg|sh|ch|th)(?![a-zA-Z])""",
    re.VERBOSE,
)
_FENCES = {"lbrace": "\\{", "rbrace": "\\}", "lbrack": "[", "rbrack": "]"}
_WORDS = {
    "arcsinh": "arsinh", "arccosh": "arcosh", "arctanh": "artanh", "arctg": "arctan", "tg": "tan",
    "ctg": "cot", "sh": "sinh", "ch": "cosh", "th": "tanh",
}  # fmt: skip


def _respelled(found: re.Match[str]) -> str:
    """One spelling for what has several, so that the grammar needs only one."""
    match found.lastgroup:
        case "braced":
            return found["braced"]
        case "inlined":
            return "" if found["inlined"].strip() == "." else f" {found['inlined']}"
        case "plus_minus":
            return "\\pm "
        case "fence":
            return _FENCES.get(found["fence"], "|")
        case "word":
            return f"\\{_WORDS[found['word']]}"
        case _:
            return "\\\\"


_TOKEN = re.compile(
    r"""(?P<skip>\s+|\\[,;:!>\ ()\[\]]|~|\$|\\(?:left|right|[bB]igg?[lr]?|middle)(?![a-zA-Z])\.?
      |\\(?:quad|qquad|displaystyle|textstyle|limits|nolimits|boldsymbol|mathbf|mathbb|mathcal|bm|boxed|fbox
          |underline|tiny|small|normalsize|large|Large|LARGE|huge|Huge|therefore|ensuremath|mathrm(?=\s*[^\s{])
          )(?![a-zA-Z])|\\(?:text)?color\s*\{[a-z]+\})
    |(?P<radix>0[xX][0-9a-fA-F]+|0b[01]+|0o[0-7]+
      |(?:\d+[A-F]|[A-F]{2}|[A-F]\d)[0-9A-F]*_(?:\{1[1-6]\}|1[1-6](?!\d)))
    |(?P<grouped>\d{1,3}(?:(?:,\\!|\{,\}|\\,|\\\ |'|,\\,)\d{3})+(?![\d])(?:\.\d+)?|\d{1,3}(?:_\d{3})+(?!\d))
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
    if not text.isascii():
        text = _SUPERSCRIPTS.sub(lambda found: f"^{{{found[0].translate(_PLAIN_DIGITS)}}}", text)
        text = _SUBSCRIPTS.sub(lambda found: f"_{{{found[0].translate(_PLAIN_SUBSCRIPTS)}}}", text)
        text = _STYLED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
        text = text.translate(_UNICODE)
    text = _SPELLINGS.sub(_respelled, text)
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
