"""Markdown's fenced code blocks, as models write them. One pass over the lines."""

import re
from collections.abc import Callable
from dataclasses import dataclass

_FENCE = re.compile(r"(?P<indent>[ \t]*(?:>[ \t]?)*)(?P<mark>`{3,}|~{3,})(?P<info>[^\r\n]*)")
_MID_LINE_OPENING = re.compile(r"(?<!`)(?P<mark>`{3,}+)(?P<info>[\w+#.-]{1,20})[ \t]*\r?$")
_NEW_TAG = re.compile(r"[A-Za-z][\w+#.-]{0,20}")
"""Behind a mark inside a fence it opens the next one: the model forgot to close, or nested them."""
_TAG = re.compile(r"[\s{.]*(?:language-|lang=)?(?P<tag>[^\s{}:,`]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """One fenced block."""

    tag: str
    """The first word of the info string, lower case; empty if there is none."""
    body: str
    closed: bool
    start: int
    end: int
    """Where the body is in the text, from the line behind the opening mark to the closing one."""


def read_fences(text: str) -> list[Fence]:
    """All fences, in order. A fence in an outer one of another mark or more marks is part of its body.

    Unlike in CommonMark an opening fence may stand behind words on its line, and a closing one may
    stand behind the last line of code: models do both.
    """
    lines = text.split("\n")
    reader = _FenceReader(lines)
    position = 0
    for number, line in enumerate(lines):
        reader.take(number, line, position)
        position += len(line) + 1
    return reader.end(len(text))


_ONE_LINE = re.compile(
    r"^[ \t>]*`{3}(?!`)(?:(?P<tag>[\w+#.-]{2,20})[ \t]+(?=[A-Za-z_#@(]))?(?P<body>[^`\n]+)`{3}[ \t\r]*$",
    re.MULTILINE,
)


def read_one_line_fences(text: str, is_tag: Callable[[str], bool]) -> list[Fence]:
    """Fences that open and close on one line; the first word may be a tag, if `is_tag` knows it."""
    fences = []
    for found in _ONE_LINE.finditer(text):
        tag, body = found["tag"] or "", found["body"]
        if tag and not is_tag(tag):
            tag, body = "", text[found.start("tag") : found.end("body")]
        start, end = found.span("body")
        fences.append(Fence(tag=tag.lower(), body=body, closed=True, start=start, end=end))
    return fences


_COMMENT_LEADERS = frozenset({"//", "///", "//!", "/*", "/**", "*", "#", "--", "%"})
_ELEMENT = re.compile(r"[ \t]*</?\w+")
"""Such as `</answer>` behind a closing mark."""
_DEEP = 4
"""Columns; a mark so much deeper than the opening one is no closing mark in CommonMark."""
_MAX_LOOKAHEAD = 500
_MAX_LOOKED_AT = 20_000
"""Lines that are looked ahead at for one mark, and for all of a text."""


class _FenceReader:
    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._looked_at = 0
        self._fences: list[Fence] = []
        self._body: list[str] = []
        self._mark = ""
        self._tag = ""
        self._indent = ""
        self._start = 0
        self._in_string = ""

    def take(self, number: int, line: str, position: int) -> None:
        if self._mark:
            self._take_inside(number, line, position)
            return
        opening = _FENCE.match(line) or (_MID_LINE_OPENING.search(line) if "```" in line else None)
        if opening is None:
            return
        info = opening["info"]
        if "`" in info:
            return
        self._mark = opening["mark"]
        tag = _TAG.match(info)
        self._tag = tag["tag"].lower() if tag else ""
        self._indent = opening["indent"] if "indent" in opening.re.groupindex else ""
        self._body = []
        self._start = position + len(line) + 1
        self._in_string = ""

    def _take_inside(self, number: int, line: str, position: int) -> None:
        stripped = line.strip(" \t\r>")
        if stripped.startswith(self._mark):
            rest = stripped.lstrip(self._mark[0])
            if (self._is_deep(line) or self._in_string) and self._closes_after(number):
                self._body.append(line)
                return
            if not rest or _ELEMENT.match(rest):
                self._close(position, closed=True)
                return
            if len(stripped) - len(rest) == len(self._mark) and _NEW_TAG.fullmatch(rest):
                self._close(position, closed=False)
                self.take(number, line, position)
                return
            if rest[0] == " " and self._mark[0] not in rest and not self._closes_after(number):
                self._close(position, closed=True)
                return
        bare = line.rstrip(" \t\r")
        if bare.endswith(self._mark) and not bare.endswith(self._mark + self._mark[0]):
            code = bare[: -len(self._mark)]
            in_comment = code.strip() in _COMMENT_LEADERS and self._closes_after(number)
            if self._mark[0] not in code and code.strip() and not in_comment and not _opens_string(code):
                self._body.append(code)
                self._close(position + len(code), closed=True)
                return
        self._body.append(line)
        self._in_string = _string_behind(line, self._in_string)

    def _is_deep(self, line: str) -> bool:
        return len(line) - len(line.lstrip(" \t>")) >= len(self._indent) + _DEEP

    def _closes_after(self, number: int) -> bool:
        """Whether a plain closing mark follows before the next opening one: then a doubtful one is text."""
        for line in self._lines[number + 1 : number + 1 + _MAX_LOOKAHEAD]:
            self._looked_at += 1
            if self._looked_at > _MAX_LOOKED_AT:
                return False
            stripped = line.strip(" \t\r>")
            if not stripped.startswith(self._mark) or self._is_deep(line):
                continue
            rest = stripped.lstrip(self._mark[0])
            if not rest or _NEW_TAG.fullmatch(rest):
                return not rest
        return False

    def end(self, position: int) -> list[Fence]:
        if self._mark:
            self._close(position, closed=False)
        return self._fences

    def _close(self, position: int, *, closed: bool) -> None:
        indent = self._indent
        lines = [line[len(indent) :] if indent and line.startswith(indent) else line for line in self._body]
        body = "\n".join(lines)
        self._fences.append(
            Fence(tag=self._tag, body=body, closed=closed, start=min(self._start, position), end=position)
        )
        self._mark = ""


def _opens_string(code: str) -> bool:
    """Whether the marks behind `code` may belong to a string literal of the program."""
    return code.count('"') % 2 == 1 or code.count("'") % 2 == 1


_LONG_QUOTES = re.compile(r"\"{3}|'{3}")


def _string_behind(line: str, quotes: str) -> str:
    """The quotes of the string of several lines that is open behind `line`; `quotes` was before it."""
    for mark in _LONG_QUOTES.findall(line):
        if not quotes:
            quotes = mark
        elif mark == quotes:
            quotes = ""
    return quotes
