"""Find the answer that a completion marks as its answer.

Markers are tried in the order the caller gives; the first that marks anything decides. Within a marker
the last one wins, for models correct themselves, unless several boxes stand in one sentence joined by
"and", "or" or commas: then they are one list. A marker that is cut off is no marker: half a number is
another number. Nothing here reads mathematics; what comes out is text for the parser.

Time is linear in the text, however many markers it holds: only the last few are looked at, and each
within the length an answer may have.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from verifiers.completion import Completion
from verifiers.math.answer_text import MAX_ANSWER_CHARACTERS, clean_answer
from verifiers.math.boxes import find_boxes, outermost_box_content
from verifiers.math.phrases import find_phrase

SEVERAL_ANSWERS = "several_answers"
"""Flag: different answers were boxed; the last one counted."""
ANSWER_ONLY_IN_REASONING = "answer_only_in_reasoning"
"""Flag: an answer was marked while reasoning and never given."""
TRUNCATED = "truncated"
"""Flag: the text ends inside a marker."""
FALLBACK_USED = "fallback_used"
"""Flag: no marker was found and the last number of the text was taken, as the caller asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What a text marks as its answer."""

    answer: str | None
    marker: str | None = None
    """Name of the marker that it was found by."""
    flags: tuple[str, ...] = ()


def extract_answer(completion: Completion, markers: tuple[str, ...]) -> Extraction:
    """The answer of a completion; what is marked in its reasoning alone is only flagged."""
    found = _extract(completion.answer, markers)
    if found.answer is not None or completion.reasoning is None:
        return found
    thought = _extract(completion.reasoning, tuple(name for name in markers if name in _PLAIN_MARKERS))
    if thought.answer is None:
        return found
    return Extraction(answer=None, flags=(*found.flags, ANSWER_ONLY_IN_REASONING))


_BARE = re.compile(r"(?:[-+\d.,/ $%{}()^=]|\\(?:[dt]?frac|sqrt|pi|cdot)(?![a-zA-Z]))*")


def extract_gold(text: str) -> str:
    """The answer of a gold, which may be a whole solution; a bare gold is given back as it is."""
    if _BARE.fullmatch(text):
        return text.strip()
    found = _extract(text, _GOLD_MARKERS)
    return text.strip() if found.answer is None else found.answer


def _extract(text: str, markers: tuple[str, ...]) -> Extraction:
    flags: list[str] = []
    for name in markers:
        answer = MARKERS[name](text, flags)
        if answer:
            return Extraction(answer=answer, marker=name, flags=tuple(dict.fromkeys(flags)))
    return Extraction(answer=None, flags=tuple(dict.fromkeys(flags)))


def _boxed(text: str, flags: list[str]) -> str | None:
    boxes = find_boxes(text)
    if boxes.truncated:
        flags.append(TRUNCATED)
    if boxes.differ:
        flags.append(SEVERAL_ANSWERS)
    return boxes.answer


_TAGS = (("<answer>", "</answer>"), ("<ANSWER>", "</ANSWER>"), ("<Answer>", "</Answer>"))


def _answer_tag(text: str, flags: list[str]) -> str | None:
    if "nswer>" not in text and "ANSWER>" not in text:
        return None
    for opening, closing in _TAGS:
        end, last = text.rfind(closing), text.rfind(opening)
        if last > end:
            flags.append(TRUNCATED)
        if last > end < 0:
            # A stop string ends the text at the closing tag and is not part of it.
            return _tagged(text[last + len(opening) :], flags)
        start = text.rfind(opening, 0, end) if end >= 0 else -1
        if start >= 0:
            return _tagged(text[start + len(opening) : end], flags)
    return None


def _tagged(inner: str, flags: list[str]) -> str | None:
    found: list[str] = []
    answer = _boxed(inner, found) or _hash(inner, found) or _phrase(inner, found)
    flags += found
    if answer is None and TRUNCATED not in found and len(inner) <= MAX_ANSWER_CHARACTERS:
        return clean_answer(inner)
    return answer


_HASHES = re.compile(r"(?<!#)####(?!#)[ \t]*([^\n#]*)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_HASHES_LOOKED_AT = 16


def _hash(text: str, _flags: list[str]) -> str | None:
    if "####" not in text:
        return None
    for hashes in list(_HASHES.finditer(text))[: -_HASHES_LOOKED_AT - 1 : -1]:
        content = hashes[1][:MAX_ANSWER_CHARACTERS]
        # In Markdown the same sign begins a heading, such as "#### Step 2: add both sides".
        is_heading = content[:1].isalpha() and (":" in content or len(_WORD.findall(content)) > 1)
        if not is_heading and (answer := clean_answer(content)):
            return answer
    return None


def _phrase(text: str, flags: list[str]) -> str | None:
    stated = find_phrase(text)
    if stated is None:
        return None
    if "box" in stated:
        content = outermost_box_content(stated)
        if content is None:
            flags.append(TRUNCATED)
        return content
    return clean_answer(stated)


_BOLD = re.compile(r"\*\*([^*\n]+)\*\*|__([^_\n]+)__")


def _bold(text: str, _flags: list[str]) -> str | None:
    """The one bold part of the last line."""
    line = _last_line(text)
    parts = _BOLD.findall(line) if "**" in line or "__" in line else []
    if len(parts) != 1:
        return None
    [(stars, underscores)] = parts
    answer = clean_answer(stars or underscores)
    return None if answer.endswith(":") else answer


def _last_line(text: str) -> str:
    end = len(text.rstrip())
    start = text.rfind("\n", max(0, end - MAX_ANSWER_CHARACTERS), end) + 1
    return text[max(start, end - MAX_ANSWER_CHARACTERS) : end]


_WHOLE_CHARACTERS = 200
_LONG_WORD = re.compile(r"(?<![\\a-zA-Z])[^\W\d_]{4,}")
_FENCE = re.compile(r"^```(?:text|math|latex)?\n([^\n`]*)\n```$")
_MARKER = re.compile(r"box|##|answer", re.IGNORECASE)
_SAYS_SOMETHING = re.compile(r"[^\W_]|[∞∅]")
_MATHEMATICAL = re.compile(r"[\d\\$π∞√]")


def _whole(text: str, _flags: list[str]) -> str | None:
    """A completion that is nothing but an answer."""
    if len(text) > _WHOLE_CHARACTERS + 100:
        return None
    line = _FENCE.sub(r"\1", text.strip())
    if not line or "\n" in line or len(line) > _WHOLE_CHARACTERS or _MARKER.search(line):
        return None
    is_one_word = " " not in line and _SAYS_SOMETHING.search(line) is not None and not line.endswith(":")
    is_mathematics = _MATHEMATICAL.search(line) is not None and len(_LONG_WORD.findall(line)) <= 1
    return clean_answer(line) if is_one_word or is_mathematics else None


_NUMBER = re.compile(r"(?<![\w.])[-−]?\d+(?:,\d{3})*(?:\.\d+)?(?:/\d+)?")


def _last_number(text: str, flags: list[str]) -> str | None:
    last = None
    for start in dict.fromkeys((max(0, len(text) - MAX_ANSWER_CHARACTERS), 0)):
        for found in _NUMBER.finditer(text, start):
            last = found
        if last is not None and len(last[0]) <= MAX_ANSWER_CHARACTERS:
            flags.append(FALLBACK_USED)
            return clean_answer(last[0])
    return None


MARKERS: dict[str, Callable[[str, list[str]], str | None]] = {
    "answer_tag": _answer_tag,
    "boxed": _boxed,
    "hash": _hash,
    "phrase": _phrase,
    "bold": _bold,
    "whole": _whole,
    "last_number": _last_number,
}
"""Every marker by its name, in the order they are tried by default; `last_number` only if asked for."""

_PLAIN_MARKERS = ("answer_tag", "boxed", "hash", "phrase")
_GOLD_MARKERS = ("answer_tag", "boxed", "hash", "phrase")
