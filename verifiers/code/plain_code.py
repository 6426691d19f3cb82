"""Code that stands in a text without fences: as it is, indented, or between other marks."""

import html
import re
import textwrap
from collections import deque

CODE_LINE = re.compile(
    r"^(?:import[ \t]+(?:[\w.]+|[*{\"'])|from[ \t]+[\w.]+[ \t]+import\b|(?:async[ \t]+)?def[ \t]+\w+[ \t]*\("
    r"|class[ \t]+\w+[ \t]*[:({]|#[ \t]*include\b|using[ \t]+namespace\b|public[ \t]+\w+|package[ \t]+\w+"
    r"|func[ \t]+\w+|(?:pub[ \t]+)?fn[ \t]+\w+|impl\b|use[ \t]+\w+::|(?:const|let|var)[ \t]+[\w{\[]"
    r"|using[ \t]+[\w.]+;|fun[ \t]+\w+[ \t]*\(|object[ \t]+\w+[ \t]*(?:extends\b[^\n]*)?\{|<\?php\b"
    r"|module[ \t]+\w++[^\n]*\bwhere\b|main[ \t]*(?:::|=)|function\b|@\w+|int[ \t]+main\b"
    r"|template[ \t]*<|print[ \t]*\("
    r"|\w+(?:[ \t]*,[ \t]*\w+)*[ \t]*=[ \t]*(?:int|list|map|input|sys|open)[ \t]*\()",
    re.MULTILINE,
)
"""A line that is code and no prose."""
_STATEMENT = re.compile(r"(?:return|for|while|if|with|try)\b.*|[A-Za-z_][\w.,\[\] \t]*[-+*/%|&]?=[^=].*")


def find_plain_code(text: str, *, may_be_rest: bool) -> str:
    """The code in a text without fences, or nothing if it is prose.

    `may_be_rest` says that there is starter code which the text may continue.
    """
    if may_be_rest and may_continue(text):
        return _without_prose_behind(text)
    text = _inside_marks(text)
    start = CODE_LINE.search(text)
    return _without_prose_behind(text[start.start() :]) if start else _indented_code(text)


def may_continue(text: str) -> bool:
    """Whether a text without fences may be the rest of starter code: it begins indented, or a statement."""
    first = next((line for line in text.split("\n", 200) if line.strip()), "")
    return first[:1] in (" ", "\t") or _STATEMENT.fullmatch(first) is not None


_CODE_MARKS = re.compile(
    r"^[ \t]*(?:\[(?P<mark>PYTHON|CODE|BEGIN)\][ \t]*$"
    r"|\\begin\{(?P<environment>lstlisting|minted|verbatim)\}(?:[\[{][^\]}\n]{0,200}[\]}]){0,2}"
    r"|<(?P<element>pre|code|solution|program)\b[^<>\n]{0,200}>(?:\s*<code\b[^<>\n]{0,200}>)?"
    r"|<\|python_tag\|>)",
    re.MULTILINE | re.IGNORECASE,
)
_CODE_ENDS = {"python": "[/python]", "code": "[/code]", "begin": "[done]"}
_LAST_MARKS = 8
"""Of more only the last are looked at."""
_ELEMENT_END = re.compile(r"</(?:code|pre|solution|program)>", re.IGNORECASE)


def _inside_marks(text: str) -> str:
    """What stands between `[PYTHON]` and `[/PYTHON]`, `<pre>` and `</pre>` or the like.

    Of several the last that has a line of code; the whole text if nothing is marked.
    """
    openings = deque(_CODE_MARKS.finditer(text), maxlen=_LAST_MARKS)
    inside = [_inside_mark(text, opening) for opening in openings]
    if not inside:
        return text
    return next((code for code in reversed(inside) if CODE_LINE.search(code)), inside[-1])


def _inside_mark(text: str, opening: "re.Match[str]") -> str:
    start, end = opening.end(), -1
    if opening["element"]:
        closing = _ELEMENT_END.search(text, start)
        code = text[start : closing.start() if closing else len(text)].strip("\n")
        # Whoever writes `<` and `>` as they are has not escaped anything.
        return code if "<" in code or ">" in code else html.unescape(code)
    if opening["environment"]:
        end = text.find(f"\\end{{{opening['environment']}}}", start)
    elif opening["mark"]:
        end = text.lower().find(_CODE_ENDS[opening["mark"].lower()], start)
    return text[start : end if end >= 0 else len(text)].strip("\n")


_INDENTED = re.compile(r"(?:^(?: {4}|\t)[^\n]*\n?|^[ \t]*\n)+", re.MULTILINE)
"""Lines that are blank or indented as Markdown wants it for code."""


def _indented_code(text: str) -> str:
    """The last indented block that has a line of code."""
    found = ""
    for block in _INDENTED.finditer(text):
        code = textwrap.dedent(block[0]).strip("\n")
        if CODE_LINE.search(code):
            found = code
    return found


_PROSE = re.compile(r"^[ \t]*\n\**[A-Z][\w'`*:,-]*(?:[ ][\w'`\"(),:.*/^-]+){3,}[ ]*$", re.MULTILINE)
"""A paragraph that begins with four words or more and has nothing of a statement."""


def _without_prose_behind(code: str) -> str:
    """Code without an explanation that follows it: a paragraph of words with no code below it."""
    last = max((line.start() for line in CODE_LINE.finditer(code)), default=0)
    paragraph = _PROSE.search(code, last)
    return code if paragraph is None else code[: paragraph.start()]
