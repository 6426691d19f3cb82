"""One spelling for what has several, so that the grammar needs only one."""

import re
import unicodedata
from collections.abc import Callable

from verifiers.math.vocabulary import FOREIGN_NAMES

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
        "∘": "\\circ ", "Ω": "\\Omega ", "₹": "\\rupees ", "￥": "\\yen ",
        "℃": "^\\circ \\text{C}",
        "℉": "^\\circ \\text{F}", "″": "''", "≡": "\\equiv ", "∛": "\\cbrt ", "¢": " cents ",
        "‐": "-", "‑": "-", "∶": ":", "∙": "*", "∣": "|",
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
      |\\(?P<fence>mid|vert|lvert|rvert|lbrace|rbrace|lbrack|rbrack|[lr]?Vert|\|)(?![a-zA-Z])
      |\\text(?:bf|rm|it)?\s*\{(?P<inlined>(?:[^{}a-zA-Z\\]|\\[$%])*|(?:[^{}\\]|\\[$%])*\d(?:[^{}\\]|\\[$%])*)\}|\\cr(?![a-zA-Z])|\\\\\[[\d.]+[a-z]{2}\]
      |\\(?P<word>arcsinh|arccosh|arctanh|arctg|arcctg|tg|ctg|sh|ch|th|cosec)(?![a-zA-Z])""",
    re.VERBOSE,
)
_FENCES = {"lbrace": "\\{", "rbrace": "\\}", "lbrack": "[", "rbrack": "]"}


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
            return f"\\{FOREIGN_NAMES[found['word']]}"
        case _:
            return "\\\\"


_Replacement = str | Callable[[re.Match[str]], str]

_GROUP = r"(\{[^{}]{1,40}\}|\w)"
_SPACE = r"(?:\s|\\[,;:! ]|~){0,4}"
_TABLE = r"(?:array|aligned|align|gathered|gather|split|matrix)\*?"
_COMMANDS = (
    "d?frac|tfrac|sqrt|text|mathrm|mathbf|mathbb|pi|left|right|begin|end|cdot|times|infty|cup|cap|leq?|geq?|neq?|pm|"
    "in|binom|circ|angle|ln|log|sin|cos|tan|theta|alpha|beta"
)
_RUN_TOGETHER = r"(?:[a-z]?(?:sin|cos|tan|cot|sec|csc|ln)[xytzABC])+"
_UNIT_IN_TEXT = r"\\(?:text|mathrm)\{\s*([a-z]{1,12})\s*\}"


def _letters(unit: str) -> str:
    """A unit by its letters, with or without a text command."""
    return rf"(?:\\(?:text|mathrm)\{{\s*{unit}\s*\}}|{unit}(?![a-zA-Z]))"


RUN_TOGETHER = re.compile(_RUN_TOGETHER)
"""Functions and their arguments in one word, such as `sinxcosx`."""
_FUNCTION_IN_WORD = re.compile(r"(sin|cos|tan|cot|sec|csc|ln)")

_RULES: tuple[tuple[str, re.Pattern[str], _Replacement], ...] = tuple(
    (sign, re.compile(pattern, re.VERBOSE if "\n" in pattern else 0), replacement)
    for sign, pattern, replacement in (
        # A backslash that was escaped once more; in a table it would only end a row.
        ("\\\\", rf"(?<!\\)\\\\(?=(?:{_COMMANDS})(?![a-zA-Z]))", r"\\"),
        ("\\\\", r"\\\\\s*\\\\", r"\\\\"),
        ("\\\\", r"(?:\\\\|\\newline)\s*$", ""),
        # A system of equations behind one brace, and equations under each other.
        (
            "\\begin",
            rf"\\left{_SPACE}\\(?:\{{|lbrace){_SPACE}\\begin\{{{_TABLE}\}}(?:\{{[lcr| ]*\}})?",
            r"\\begin{cases}",
        ),
        ("\\right", rf"\\end\{{{_TABLE}\}}{_SPACE}\\right{_SPACE}\.", r"\\end{cases}"),
        (
            "\\end",
            r"\\(begin|end)\{(?:aligned|align|gathered|gather|split|dcases|rcases)\*?\}",
            r"\\\1{cases}",
        ),
        ("&", r"&\s*(?==|<|>|\\(?:leq?|geq?|neq?|approx|in)(?![a-zA-Z]))|(?<==)\s*&", ""),
        # Words beside mathematics.
        ("\\text", r"\\text\{\s*[,;]\s*(?:(and|or)\s*)?\}", r", \\text{\1}"),
        ("\\text{}", r"\\text\{\}", ""),
        ("\\text", r"\\text\{([^{}]{1,60}?),?\s+(and|or)\s*\}", r"\\text{\1}\\text{\2}"),
        ("\\text", r"\\text\{\s*(and|or)\s+([^{}]{1,60})\}", r"\\text{\1}\\text{\2}"),
        ("egative", r"(?:\\text\{\s*)?(?<![a-zA-Z])[Nn]egative\s*\}?\s*(?=[\d\\(.])", "-"),
        ("inus", r"(?:\\text\{\s*)?(?<![a-zA-Z])[Mm]inus\s*\}?\s*(?=[\d\\(.])", "-"),
        (":=", r":=", "="),
        ("!=", r"^([^a-zA-Z]*\d)!=(?=[^a-zA-Z]*$)", r"\1! ="),
        ("\\mapsto", r"^\s*(?:[a-zA-Z]\s*(?::|\\colon)\s*)?([a-z])\s*\\mapsto(?![a-zA-Z])", r"f(\1)="),
        ("mod", r"\\text\{\s*\(\s*mod\s*\}\s*(\d{1,9}|[a-z])\s*\)", r"\\pmod{\1}"),
        ("\\complement", r"^[^=<>]{0,80}\\complement[^=<>]{0,80}=", ""),
        (" times", r"(?<=[\d)}])\s+times\s+(?=[\d\\(])", r" \\times "),
        ("x", r"(?<=\d)\s*(?:\\text\{\s*x\s*\}|x)\s*(?=10\s*\^)|(?<=\d)\s+x\s+(?=\d)", r" \\times "),
        ("rm", r"\{\\rm(?![a-zA-Z])\s*([^{}]*)\}", r"\\mathrm{\1}"),
        ("\\", r"\{\\(?:it|bf|sf|em)(?![a-zA-Z])\s*", "{"),
        ("Rs", r"(?:\\(?:text|mathrm)\{\s*)?(?<![a-zA-Z])Rs\.?\s*\}?\s*(?=\d)", r"\\rupees "),
        ("US", r"\bUS\s*(?=\\\$)", ""),
        ("^{", r"(\\(?:text|mathrm)\{[^{}]{0,30}\^)\{(-?\d)\}([^{}]{0,20}\})", r"\1\2\3"),
        ("\\text", r"\\text\{([^{}]{1,60}?),\s*\}", r"\\text{\1},"),
        # Units.
        (
            "frac",
            rf"\\[dt]?frac\s*\{{\s*{_UNIT_IN_TEXT}\s*\}}\s*\{{\s*{_UNIT_IN_TEXT}\s*(?:\^\s*\{{?([23])\}}?)?\s*\}}",
            lambda found: f"\\text{{{found[1]}/{found[2]}}}" + (f"^{found[3]}" if found[3] else ""),
        ),
        ("\\", r"(\\(?:text|mathrm)\{[^{}\\]{0,20}[a-z])\\[,;: ](?=[a-z][^{}\\]{0,20}\})", r"\1 "),
        (
            "h",
            rf"(?<![\w.\\])(\d{{1,4}}){_SPACE}{_letters('h')}{_SPACE}(\d\d?){_SPACE}{_letters('m(?:in)?')}",
            r"\1 \\text{h} \2 \\text{min} ",
        ),
        (
            "m",
            rf"(?<![\w.\\])(\d{{1,4}}){_SPACE}{_letters('m(?:in)?')}{_SPACE}(\d\d?){_SPACE}{_letters('s(?:ec)?')}",
            r"\1 \\text{min} \2 \\text{s} ",
        ),
        (
            "'",
            r"^\s*(\d{1,4})\s?'\s?(\d\d?(?:\.\d+)?)\s?(?:''|\\?\")\s*$",
            r"\1 \\text{feet} \2 \\text{inches}",
        ),
        ('"', r"^\s*(\d{1,4}(?:\.\d+)?)\s?\\?\"\s*$", r"\1 \\text{inches}"),
        # Degrees and ordinal numbers.
        (
            "circ",
            r"\\(?:text|mathrm)\{\s*\^\\circ\s*(?:\\text\{)?\s*([CF]?)\s*\}{1,2}",
            r"^\\circ \\text{\1}",
        ),
        ("o", r"(?<=\d)\s*\^\s*\{?(?:\\(?:text|mathrm)\{\s*o\s*\}|o)\}?(?![a-zA-Z])", r"^\\circ "),
        (
            "",
            r"(?<=\d)(?:\s*\^\s*\{?\s*|\s*)(?:\\(?:text|mathrm)\{\s*)?(?:st|nd|rd|th)(?![a-zA-Z])\s*\}{0,2}",
            "",
        ),
        ("Omega", rf"(?<=\d){_SPACE}(k?)(?:\\(?:text|mathrm)\{{\s*)?\\Omega\s*\}}?\s*$", r"\\text{ \1ohms}"),
        ("\\mu", r"\\(?:text|mathrm)\{\s*\\mu\s*(?=[a-zA-Z])", r"\\text{μ"),
        (
            "\\mu",
            rf"(?<=[\d}}]){_SPACE}\\mu\s*(?:\\(?:text|mathrm)\{{\s*)?([msgCFALJW])\s*\}}?\s*$",
            r"\\text{ μ\1}",
        ),
        # Numbers.
        ("...", r"(?<=[-+*])\s*\.\.\.\s*(?=[-+*])", r"\\ldots "),
        (
            "dot",
            r"(\d*\.\d*)\\dot\s*\{?(\d)\}?(\d*)\\dot\s*\{?(\d)\}?",
            r"\1(\2\3\4)",
        ),
        (".", r"(?<=[\d.])\\(overline|bar|dot)\s*(\d)", r"\\\1{\2}"),
        ("{", rf"(?<=\d)({_SPACE})\{{\s*(\\[dt]?frac\s*(?:\{{\d+\}}\s*\{{\d+\}}|\d\d))\s*\}}", r"\1\2"),
        ("ut of", r"^\s*(\d{1,9})\s+out\s+of\s+(?:every\s+)?(\d{1,9})\s*$", r"\1/\2"),
        ("in", r"^\s*(\d{1,9})\s+in\s+(?:every\s+)?(\d{1,9})\s*$", r"\1/\2"),
        ("_", r"_\{\s*\((\w{1,7})\)\s*\}", r"_{\1}"),
        (
            "ase",
            r"(?<=[\dA-F])\s*(?:\\text\{\s*)?[(,]?\s*(?:in\s+)?[bB]ase\s*\}?[\s-]*(\d\d?|[a-z]{3,7})\s*\)?\}?$",
            r"_{\1}",
        ),
        ("/_", r"(?:\{\s*\})?\^\s*\{?(\d+)\}?\s*/\s*_\s*\{?(\d+)\}?", r"\\frac{\1}{\2}"),
        # Combinations and permutations.
        ("{", r"\{\s*\}(?=\s*[_^])", ""),
        (
            "",
            rf"(?<![\w)}}\]])[_^]\s*{_GROUP}\s*(?:\\mathrm\{{)?([CP])\}}?\s*_\s*{_GROUP}",
            lambda found: _selected(found[2], found[1], found[3]),
        ),
        (
            "",
            r"(?<![\w.\\{])(\d{1,4})\s?([CP])\s?(\d{1,4})(?![\w.])",
            lambda found: _selected(found[2], found[1], found[3]),
        ),
        ("^", rf"(?<![a-zA-Z\\])([CAP])\s*\^\s*{_GROUP}\s*_\s*{_GROUP}", r"\1_\3^\2"),
        # Notation of other schools and of plain TeX.
        ("\\not", r"\\not\s*=", r"\\ne "),
        ("\\big", r"\\big(cup|cap)(?![a-zA-Z])", r"\\\1 "),
        ("\\root", rf"\\root\s*{_GROUP}\s*\\of(?![a-zA-Z])", lambda found: f"\\sqrt[{found[1].strip('{}')}]"),
        ("\\Pr", r"\\Pr(?![a-zA-Z])", "P"),
        (
            "",
            rf"(?<![a-zA-Z\\]){_RUN_TOGETHER}(?![a-zA-Z])",
            lambda found: _FUNCTION_IN_WORD.sub(r" \1 ", found[0]),
        ),
    )
)  # fmt: skip


def _selected(letter: str, of: str, taken: str) -> str:
    """So many out of so many, without or with their order."""
    of, taken = of.strip("{}"), taken.strip("{}")
    return f"\\binom{{{of}}}{{{taken}}}" if letter == "C" else f"\\frac{{({of})!}}{{({of}-{taken})!}}"


_FIRST_BRACKET = re.compile(r"[\[\]()]")
_REVERSED = re.compile(r"([\[\]])([^\[\](),;]{1,200}[,;][^\[\](),;]{1,200})([\[\]])")


def _with_usual_brackets(text: str) -> str:
    """Intervals such as `]1,2]` as `(1,2]`."""
    plain = text.replace("\\left", "").replace("\\right", "")
    brackets = _FIRST_BRACKET.findall(plain)
    if not brackets or (brackets[0] != "]" and brackets[-1] != "["):
        return text

    def usual(found: re.Match[str]) -> str:
        opening, inner, closing = found.groups()
        return f"{'(' if opening == ']' else '['}{inner}{')' if closing == '[' else ']'}"

    return _REVERSED.sub(usual, plain)


def respelled(text: str) -> str:
    """The text in the spelling that the tokeniser reads."""
    if not text.isascii():
        text = _SUPERSCRIPTS.sub(lambda found: f"^{{{found[0].translate(_PLAIN_DIGITS)}}}", text)
        text = _SUBSCRIPTS.sub(lambda found: f"_{{{found[0].translate(_PLAIN_SUBSCRIPTS)}}}", text)
        text = _STYLED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
        text = text.translate(_UNICODE)
    for sign, pattern, replacement in _RULES:
        if sign in text:
            text = pattern.sub(replacement, text)
    if "[" in text or "]" in text:
        text = _with_usual_brackets(text)
    return _SPELLINGS.sub(_respelled, text)
