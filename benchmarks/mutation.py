"""Small changes to a program's source, each of which usually makes it wrong.

Mutation testing's classic operators, on texts rather than syntax trees so that one table serves all
languages: comparisons, arithmetic, logic, constants off by one, `min` for `max`, booleans.
"""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass

from verifiers.code.drivers.masking import Syntax, blank, mask

_PYTHON_TEXT = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"""|\Z)|\'\'\'(?:\\.|[^\\])*?(?:\'\'\'|\Z)|#[^\n]*|"(?:\\.|[^"\\\n])*"?|\'(?:\\.|[^\'\\\n])*\'?',
    re.DOTALL,
)
_SYNTAXES = {
    "c": Syntax.C,
    "cpp": Syntax.C,
    "java": Syntax.JAVA,
    "go": Syntax.GO,
    "rust": Syntax.RUST,
    "javascript": Syntax.JAVASCRIPT,
    "typescript": Syntax.JAVASCRIPT,
}
_SWAPS: Mapping[str, str] = {
    " < ": " <= ",
    " <= ": " < ",
    " > ": " >= ",
    " >= ": " > ",
    " == ": " != ",
    " != ": " == ",
    " === ": " !== ",
    " !== ": " === ",
    " + ": " - ",
    " - ": " + ",
    " * ": " + ",
    " % ": " * ",
    " += ": " -= ",
    " -= ": " += ",
    " && ": " || ",
    " || ": " && ",
    " and ": " or ",
    " or ": " and ",
    "++": "--",
    "min(": "max(",
    "max(": "min(",
    "true": "false",
    "false": "true",
    "True": "False",
    "False": "True",
    " & ": " | ",
    " | ": " & ",
    " << ": " >> ",
}
_WORDLIKE = re.compile(r"\w")
_SWAP = re.compile(
    "|".join(
        (r"(?<!\w)" if _WORDLIKE.match(text) else "")
        + re.escape(text)
        + (r"(?!\w)" if text[-1:].isalpha() else "")
        for text in sorted(_SWAPS, key=len, reverse=True)
    )
)
_CONSTANT = re.compile(r"(?<![\w.#<])\d+(?![\w.])")
_NO_CODE = re.compile(
    r"^[ \t]*(?:#\s*(?:include|define|pragma)|import\b|from\b|using\b|use\b|package\b).*$", re.MULTILINE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A changed program, and where and how it was changed."""

    source: str
    change: str


def mutants_of(source: str, language: str, count: int, chance: random.Random) -> list[Mutant]:
    """At most `count` different mutants, drawn from all places where an operator applies."""
    masked = _masked(source, language)
    edits = [(*match.span(), _SWAPS[match[0]]) for match in _SWAP.finditer(masked)]
    edits += [
        (*match.span(), str(int(match[0]) + 1)) for match in _CONSTANT.finditer(masked) if len(match[0]) < 15
    ]
    chosen = chance.sample(edits, min(count, len(edits)))
    return [_mutant(source, start, end, text) for start, end, text in chosen]


def _mutant(source: str, start: int, end: int, text: str) -> Mutant:
    line = source.count("\n", 0, start) + 1
    return Mutant(
        source=source[:start] + text + source[end:],
        change=f"line {line}: {source[start:end].strip()} becomes {text.strip()}",
    )


def _masked(source: str, language: str) -> str:
    if language == "python":
        masked = _PYTHON_TEXT.sub(lambda match: blank(match[0]), source)
    else:
        masked = mask(source, _SYNTAXES[language])
    return _NO_CODE.sub(lambda match: blank(match[0]), masked)
