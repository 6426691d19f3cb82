"""Tells marks that are words of a program from those that a model or its chat template made.

A program may well print `</think>` or look for `[INST]`. Such a mark is literal if it stands

* in a fenced block, closed or not, between two quotes of its line; or
* in a closed block whose mark closes the block only if ours is part of it: read alone, what follows
  the mark ends inside of a fence. (Reasoning often breaks off inside of a fence, and then the
  answer's own one is whole.); or
* in no fence, between two quotes of a line that begins as a program's does.
"""

import re
from bisect import bisect_right

from verifiers.fences import Fence, read_fences

MAX_READ_CHARS = 4 * 1024 * 1024
"""So much is read for fences, a text's end perhaps again and again; later marks are a template's."""

_STRING = re.compile(r'(?<!\w)[fruFRU]{0,2}(?P<quote>["\'`])(?:\\.|(?!(?P=quote))[^\\\n])*+(?P=quote)(?!\w)')
_PROGRAM_LINE = re.compile(r"\s*(?:[\w.:<>*&\[\] ]{0,80}(?:=|\(|<<)|return\b|case\b|if\b|elif\b|while\b)")
_MAX_LINE = 1_000
"""Characters; in longer lines no strings are looked for."""


class LiteralMarks:
    """Answers for one text, mark by mark, from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._has_fences = "```" in text or "~~~" in text
        self._has_quotes = '"' in text or "'" in text or "`" in text
        self._may_read = MAX_READ_CHARS
        self._start = -1
        self._fences: list[Fence] = []
        self._starts: list[int] = []
        self._line_start = -1
        self._strings: list[tuple[int, int]] = []
        """Of the line at `_line_start`."""

    def holds(self, start: int, end: int, *, behind: int) -> bool:
        """Whether the mark at `start` to `end` is literal, in an answer that begins at `behind`."""
        if not self._has_fences and not self._has_quotes:
            return False
        fence = self._fence_around(start, end, behind)
        if self._is_quoted(start, end, needs_code=fence is None):
            return True
        if fence is None or not fence.closed:
            return False
        return any(not other.closed for other in self._read(end))

    def _read(self, start: int) -> list[Fence]:
        self._may_read -= len(self._text) - start
        return read_fences(self._text[start:]) if self._may_read >= 0 else []

    def _fence_around(self, start: int, end: int, behind: int) -> Fence | None:
        if not self._has_fences:
            return None
        if self._start != behind:
            self._start = behind
            self._fences = self._read(behind)
            self._starts = [behind + fence.start for fence in self._fences]
        before = bisect_right(self._starts, start)
        fence = self._fences[before - 1] if before else None
        return fence if fence is not None and end <= behind + fence.end else None

    def _is_quoted(self, start: int, end: int, *, needs_code: bool) -> bool:
        line_start = self._text.rfind("\n", max(start - _MAX_LINE, 0), start) + 1
        if start - line_start > _MAX_LINE:
            return False
        if line_start != self._line_start:
            line_end = self._text.find("\n", end, end + _MAX_LINE)
            self._line_start = line_start
            stop = line_end if line_end >= 0 else end + _MAX_LINE
            self._strings = [found.span() for found in _STRING.finditer(self._text, line_start, stop)]
        if not any(first < start and end < last for first, last in self._strings):
            return False
        return not needs_code or _PROGRAM_LINE.match(self._text, line_start) is not None
