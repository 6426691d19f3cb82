"""The words of a text and the scripts they are written in; code and formulas are none in Latin letters."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

# Each alternative begins with a literal and runs to a literal, never past another one of its kind, so the
# standard library's engine stays linear here.
_NOT_PROSE = re.compile(
    r"""
      ```[^`]*+(?:`{1,2}[^`]++)*+(?:```|`*+\Z)    # fenced code, perhaps unclosed
    | `[^`\n]*+`                                 # inline code
    | \$\$[^$]*+\$\$ | \$[^$\n]*+\$              # TeX mathematics
    | \\\[(?:[^\\]|\\[^\]])*+(?:\\\]|\\?\Z)
    | \\\((?:[^\\]|\\[^)])*+(?:\\\)|\\?\Z)
    | \\[A-Za-z]++ \*?+ (?:\{[^{}\n]*+\})*+      # TeX commands outside of it, with what they hold
    | https?://\S++
    | </?[A-Za-z][^<>\n]{0,100}+>                # tags
    """,
    re.VERBOSE,
)
_NO_FORMULA = re.compile(r"[^\W\d_\u0000-\u024f\u0370-\u03ff\u2100-\u214f\U0001d400-\U0001d7ff]{2,}+")
"""Two letters or more of a script that formulas are not written in."""
_SENTENCE_END = re.compile(r"[.!?。！？；\n]+")

_ASCII_RUN = re.compile(r"[\w'-]+", re.ASCII)
_ASCII_WORD = re.compile(r"['-]*[A-Za-z]['-]*[A-Za-z][A-Za-z'-]*")
"""What the rules of `count_words` come to for text in ASCII, which is most of it; about ten times as fast."""

UNSPACED_SCRIPTS = frozenset({"CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN"})
"""Written without spaces between words."""
CHARACTERS_PER_WORD = 2
"""Mean length of a word in those scripts, rounded (Chinese text has about 1.6, Japanese and Thai more)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A stretch of prose between two ends of sentences."""

    text: str
    words: dict[str, int]
    """Script (as Unicode's character names call it, `LATIN`, `CJK`, `HANGUL` …) → number of words."""


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences that have words at all."""
    for part in _SENTENCE_END.split(_NOT_PROSE.sub(_words_inside, text)):
        words = count_words(part)
        if words:
            yield Sentence(text=part.strip(), words=words)


def _words_inside(left_out: re.Match[str]) -> str:
    """What is prose all the same: words in a script that neither formulas nor programs are written in."""
    piece = left_out[0]
    if piece.isascii():
        return " "
    return f" {' '.join(_NO_FORMULA.findall(piece))} "


def count_words(prose: str) -> dict[str, int]:
    """Words by script.

    A run of letters of an unspaced script counts one word for every two characters. No words are: single
    letters of the alphabets that variables are taken from, and runs with digits or underscores (identifiers).
    """
    if prose.isascii():
        words = sum(1 for run in _ASCII_RUN.findall(prose) if _ASCII_WORD.fullmatch(run))
        return {"LATIN": words} if words else {}
    counts: dict[str, int] = {}
    for inside, run in groupby(map(_kind_of, prose), key=bool):
        if not inside:
            continue
        kinds = list(run)
        is_identifier = _DIGIT in kinds
        letters = (kind for kind in kinds if kind not in _NOT_LETTERS)
        for script, same in groupby(letters):
            length = sum(1 for _ in same)
            if script in UNSPACED_SCRIPTS:
                counts[script] = counts.get(script, 0) + -(-length // CHARACTERS_PER_WORD)
            elif not is_identifier and (length > 1 or script not in _VARIABLE_SCRIPTS):
                counts[script] = counts.get(script, 0) + 1
    return counts


_DIGIT, _MARK, _JOINER = "digit", "mark", "joiner"
_NOT_LETTERS = frozenset({_DIGIT, _MARK, _JOINER})
_VARIABLE_SCRIPTS = frozenset({"LATIN", "GREEK", "CYRILLIC"})
_NAMES = {
    "KATAKANA-HIRAGANA": "KATAKANA",
    "IDEOGRAPHIC": "CJK",
    "FULLWIDTH": "LATIN",
    "HALFWIDTH": "KATAKANA",
}


@lru_cache(maxsize=20_000)
def _kind_of(character: str) -> str:
    """A letter's script; what stands inside words without being a letter of them; or nothing."""
    if character in "'’-":
        return _JOINER
    if character.isdigit() or character == "_":
        return _DIGIT
    if unicodedata.category(character).startswith("M"):
        return _MARK
    if not character.isalpha():
        return ""
    script = unicodedata.name(character, "").split(" ")[0]
    return "" if script == "MATHEMATICAL" else _NAMES.get(script, script)
