"""What stands around an answer without being part of it: markup, math delimiters, full stops."""

import re

MAX_ANSWER_CHARACTERS = 10_000
"""What is longer is no answer."""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0x2009: " ",
    0x202F: " ",
}
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))
"""Marks of direction and joining, which say nothing."""
_PAIRS = (("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]"), ("**", "**"), ("__", "__"), ("`", "`"))
_QUOTES = (('"', '"'), ("“", "”"), ("「", "」"), ("«", "»"))
_AROUND = (*_PAIRS, *_QUOTES)
_OPENINGS = frozenset(opening[0] for opening, _ in _AROUND)
_ENDINGS = re.compile(r"\s*(?:です|である|となる|となります|になります|になる|입니다|이다|이에요|예요|है)\s*$")
_MARKS_BEHIND = re.compile(
    r"(?<=[^\s\\])(?:\s|\\q?quad|\\(?:checkmark|blacksquare|square|Box|qed|qedhere|hfill)(?![a-zA-Z])"
    r"|[✓✔☑✅🎉🎊👍💯■□▪▮∎⬛◼🙂😊🚀️])+$"
)
_MARKS_BEFORE = re.compile(
    r"^(?:\s|\\(?:Rightarrow|implies|Longrightarrow|rightarrow|to)(?![a-zA-Z])|[→⇒➡✅🎉👉]|=>)+(?=[^\s])"
)
"""What says "done" or "so" and nothing else."""
_MARKS_CHARACTERS = 60
_LONG_SPACE = re.compile(r"\s{40,}")
_INLINE_MATHEMATICS = re.compile(r"(?<!\\)\$((?:[^$\\]|\\.)*)\$")
_PROSE = re.compile(r"(?<![\\a-zA-Z])[^\W\d_]{3,}")


def clean_answer(text: str) -> str:
    """The answer alone, in half-width characters."""
    text = _LONG_SPACE.sub(" ", half_width(text).translate(_INVISIBLE)).strip()
    while text:
        shorter = _unwrapped(text)
        if shorter == text:
            break
        text = shorter
    return text


def half_width(text: str) -> str:
    """The text with a plain character for each full-width one, so of the same length."""
    return text if text.isascii() else text.translate(_FULL_WIDTH)


def _unwrapped(text: str) -> str:
    """Without one layer of what stands around it."""
    if text[-1] in ".,;。．，；、" and not text.endswith(("..", "\\right.")):
        is_spacing = text[-2:] in ("\\,", "\\;")
        return text[: -2 if is_spacing else -1].rstrip()
    may_be_marked = text[-1].isalpha() or not text[-1].isascii()
    marks = _MARKS_BEHIND.search(text, max(0, len(text) - _MARKS_CHARACTERS)) if may_be_marked else None
    if marks is not None:
        return text[: marks.start()].rstrip()
    if text[0] in "\\=" or not text[0].isascii():
        text = _MARKS_BEFORE.sub("", text)
    for opening, closing in _AROUND if text[0] in _OPENINGS else ():
        if text.startswith(opening) and text.endswith(closing) and len(text) >= len(opening) + len(closing):
            inner = text[len(opening) : -len(closing)]
            if opening not in inner and closing not in inner:
                return inner.strip()
    if not text[-1].isascii():
        text = _ENDINGS.sub("", text)
    return _INLINE_MATHEMATICS.sub(_without_delimiters, text).strip() if "$" in text else text


def _without_delimiters(pair: "re.Match[str]") -> str:
    """What is between dollar signs, unless these are prices and prose is between them."""
    return pair[0] if _PROSE.search(pair[1]) else pair[1]
