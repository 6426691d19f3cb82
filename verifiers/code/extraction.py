"""Finds the program in a completion.

Order of preference: fences of the wanted language, fences without a tag, fences of other known
languages (whose language is then the program's, unless the caller forced one), the inside of
`<answer>` tags, and last a text that has no fence but looks like code. Within one of these a complete
fence goes before a cut one, one that defines what the tests call before one that does not, and the
later before the earlier. Everything here is linear in the text; RE2 runs the patterns that could not
be in `re`.
"""

import html
import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import re2

from verifiers.code.fences import Fence, read_fences, read_one_line_fences
from verifiers.code.languages import Language, Languages
from verifiers.code.problem import Problem
from verifiers.completion import Completion

MAX_PROGRAM_CHARS = 1024 * 1024

SEVERAL_PROGRAMS = "several_programs"
"""Flag: several fences could have been meant."""
JOINED_FENCES = "joined_fences"
"""Flag: the program was put together from fences that need each other."""
UNCLOSED_FENCE = "unclosed_fence"
"""Flag: the fence never ends; the completion may have been cut."""
NO_FENCE = "no_fence"
"""Flag: the program stood in plain text."""
CONTINUED_PROMPT = "continued_prompt"
"""Flag: the completion only continues the starter code."""
LANGUAGE_MISMATCH = "language_mismatch"
"""Flag: the fence's tag names another language than the one it was judged as."""
ONLY_IN_REASONING = "answer_only_in_reasoning"
"""Flag: the answer has no program; there is one in the reasoning, which does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What was found."""

    source: str
    """Empty if there is no program."""
    language: Language
    asked_as: str
    """The name under which the language was asked for; it may be a variant such as `c++17`."""
    flags: tuple[str, ...] = ()


def extract_program(
    completion: Completion, problem: Problem, languages: Languages, forced: str | None = None
) -> Program:
    """The program of a completion; `forced` is the language that the caller insists on.

    `forced` and the problem's language must be known; the caller has checked that.
    """
    wanted_name = forced or problem.language or "python"
    wanted = languages.find(wanted_name)
    assert wanted is not None
    text = _inside_answer_tags(completion.answer)
    fences = [fence for fence in _fences(text, problem) if fence.body.strip()]
    if not fences:
        fences = read_one_line_fences(text, lambda tag: languages.find(tag) is not None)
    choice = _choose(fences, wanted, languages, problem, is_forced=forced is not None)
    if choice is not None:
        return _finish(choice, wanted_name, problem, languages, is_forced=forced is not None)
    if not fences and (source := _plain_code(text, problem)):
        return _completed(source, wanted, wanted_name, problem, (NO_FENCE,))
    flags: tuple[str, ...] = ()
    if completion.reasoning and any(fence.body.strip() for fence in read_fences(completion.reasoning)):
        flags = (ONLY_IN_REASONING,)
    return Program(source="", language=wanted, asked_as=wanted_name, flags=flags)


def _fences(text: str, problem: Problem) -> list[Fence]:
    """The fences of a text, which may begin inside of one: prompts end with an opening mark at times."""
    fences = read_fences(text)
    if fences and not fences[-1].closed and not fences[0].tag:
        begins_as_code = _CODE_LINE.match(text.lstrip()) is not None
        if begins_as_code or (problem.prompt.strip() and _may_continue(text)):
            return read_fences(f"```\n{text}")
    return fences


_ANSWER_TAG = re.compile(r"<(/?)answer>", re.IGNORECASE)


def _inside_answer_tags(text: str) -> str:
    """What the last `<answer>` holds, closed or not; the whole text if there is none."""
    start, end = None, None
    for tag in _ANSWER_TAG.finditer(text):
        if tag[1]:
            end = tag.start() if start is not None and end is None else end
        else:
            start, end = tag.end(), None
    if start is None:
        return text
    inside = text[start:end]
    return inside if inside.strip() else text


@dataclass(frozen=True, slots=True)
class _Choice:
    fence: Fence
    earlier: Sequence[Fence]
    language: Language | None
    flags: tuple[str, ...]


def _choose(
    fences: Sequence[Fence], wanted: Language, languages: Languages, problem: Problem, *, is_forced: bool
) -> _Choice | None:
    known = [languages.find(fence.tag) if fence.tag else None for fence in fences]
    ranks = (
        [fence for fence, language in zip(fences, known, strict=True) if language is wanted],
        [fence for fence in fences if not fence.tag],
        [
            fence
            for fence, language in zip(fences, known, strict=True)
            if language is not None and problem.kind in language.kinds
        ],
        [fence for fence in fences if fence.tag not in _NOT_CODE],
    )
    for rank, candidates in enumerate(ranks):
        if not candidates:
            continue
        fence = _best(candidates, problem, wanted)
        language = languages.find(fence.tag) if fence.tag else None
        flags = [] if fence.closed else [UNCLOSED_FENCE]
        if len(candidates) > 1:
            flags.append(SEVERAL_PROGRAMS)
        if language not in (None, wanted) and (is_forced or problem.language):
            flags.append(LANGUAGE_MISMATCH)
        use = None if is_forced or rank != _OTHER_LANGUAGES else language
        position = next(index for index, other in enumerate(candidates) if other is fence)
        earlier = candidates[:position]
        return _Choice(fence, earlier, use, tuple(flags))
    return None


_OTHER_LANGUAGES = 2
_NOT_CODE = frozenset(
    {"text", "txt", "plain", "plaintext", "output", "input", "console", "shell", "sh", "bash", "json", "yaml"}
    | {
        "markdown",
        "md",
        "math",
        "latex",
        "tex",
        "diff",
        "csv",
        "html",
        "xml",
        "toml",
        "ini",
        "stdin",
        "stdout",
    }
    | {"none", "example", "log", "mermaid", "pseudocode", "pseudo", "algorithm"}
)


def _best(candidates: Sequence[Fence], problem: Problem, language: Language) -> Fence:
    name = _entry_name(problem)
    if all(not fence.tag for fence in candidates):
        candidates = [fence for fence in candidates if _CODE_LINE.search(fence.body)] or candidates
    defining = [fence for fence in candidates if name and _defines(fence.body, name, language)]
    for pool in (defining, candidates):
        complete = [fence for fence in pool if fence.closed]
        if complete or pool:
            return (complete or pool)[-1]
    raise AssertionError("there are candidates")


def _entry_name(problem: Problem) -> str:
    """The bare name of what the tests call, of `Solution().f` too."""
    match = _LAST_NAME.search(problem.entry_point)
    return match[1] if match else ""


_LAST_NAME = re.compile(r"(\w+)\W*$")


def _defines(source: str, name: str, language: Language) -> bool:
    return _definition(source, name, language) is not None


def _definition(source: str, name: str, language: Language) -> int | None:
    """Where the line begins that seems to define a function or class of this name."""
    quoted = re.escape(name)
    pattern = rf"\b(?:def|class|struct|func|fn|function|interface|type)\s+(?:\([^)]*\)\s*)?{quoted}\b"
    pattern += rf"|\b{quoted}\s*[=:]\s*(?:function|async|lambda|\()"
    match = re2.search(pattern, source)
    position = None if match is None else match.start()
    if position is None and language.name != "python":
        declaration = rf"(\w+|[>\]&*])[ \t\r\n]+[&*]*{quoted}\s*\([^;{{}}]*\)[^;{{}}()]*\{{"
        position = next(
            (found.start() for found in re2.finditer(declaration, source) if found[1] not in _NO_TYPE), None
        )
    return None if position is None else source.rfind("\n", 0, position) + 1


_NO_TYPE = frozenset(
    {"return", "else", "new", "throw", "await", "co_return", "case", "in", "and", "or", "not"}
)


def _finish(
    choice: _Choice, wanted_name: str, problem: Problem, languages: Languages, *, is_forced: bool
) -> Program:
    wanted = languages.find(wanted_name)
    assert wanted is not None
    language = choice.language or wanted
    asked_as = wanted_name if language is wanted else choice.fence.tag
    if language is wanted and not is_forced and languages.find(choice.fence.tag) is wanted:
        asked_as = wanted_name if wanted_name in wanted.variants else choice.fence.tag
    source, joined = _with_needed(choice)
    flags = (*choice.flags, JOINED_FENCES) if joined else choice.flags
    return _completed(source, language, asked_as, problem, flags)


_TOP_LEVEL_NAME = re.compile(
    r"^(?:(?:async[ \t]+)?def|class|func|fn|function|struct|type)[ \t]+(\w+)"
    r"|^(\w+)[ \t]*(?::[^=\n]{1,80})?=(?!=)"
    r"|^import[ \t]+(\w+)|^from[ \t]+[\w.]+[ \t]+import[ \t]+(\w+)",
    re.MULTILINE,
)
_TOP_LEVEL_FUNCTION = r"(?m)^[A-Za-z_][\w:<>,&* \t\[\]]*[\s&*>\]](\w+)[ \t]*\([^;{}()]*\)[^;{}()]*\{"
"""Of languages that put the type first."""
_WORD = re.compile(r"\w+")


def _with_needed(choice: _Choice) -> tuple[str, bool]:
    """The chosen fence behind those earlier ones that define names which it uses and does not define."""
    source = choice.fence.body
    defined, used = _top_level_names(source), set(_WORD.findall(source))
    needed: list[str] = []
    for fence in reversed(choice.earlier):
        offered = _top_level_names(fence.body)
        if offered & defined or not (offered & used):
            continue
        needed.append(fence.body)
        defined |= offered
        used |= set(_WORD.findall(fence.body))
    return "\n\n".join([*reversed(needed), source]), bool(needed)


def _top_level_names(source: str) -> set[str]:
    names = {name for groups in _TOP_LEVEL_NAME.findall(source) for name in groups if name}
    return names | {match[1] for match in re2.finditer(_TOP_LEVEL_FUNCTION, source)}


_CODE_LINE = re.compile(
    r"^(?:import[ \t]+[\w.]+|from[ \t]+[\w.]+[ \t]+import\b|(?:async[ \t]+)?def[ \t]+\w+[ \t]*\("
    r"|class[ \t]+\w+[ \t]*[:({]|#[ \t]*include\b|using[ \t]+namespace\b|public[ \t]+\w+|package[ \t]+\w+"
    r"|func[ \t]+\w+|(?:pub[ \t]+)?fn[ \t]+\w+|impl\b|use[ \t]+\w+::|(?:const|let|var)[ \t]+[\w{\[]"
    r"|function\b|@\w+|int[ \t]+main\b|template[ \t]*<|print[ \t]*\("
    r"|\w+[ \t]*(?:,[ \t]*\w+)*[ \t]*=[ \t]*(?:int|list|map|input|sys|open)[ \t]*\()",
    re.MULTILINE,
)
_STATEMENT = re.compile(r"(?:return|for|while|if|with|try)\b.*|[A-Za-z_][\w.,\[\] \t]*[-+*/%|&]?=[^=].*")


def _plain_code(text: str, problem: Problem) -> str:
    """The code in a text without fences, or nothing if it is prose."""
    if problem.prompt.strip() and _may_continue(text):
        return text
    text = _inside_marks(text)
    start = _CODE_LINE.search(text)
    return _without_prose_behind(text[start.start() :]) if start else ""


_CODE_MARKS = re.compile(
    r"^[ \t]*(?:\[(?P<mark>PYTHON|CODE|BEGIN)\][ \t]*$"
    r"|<(?:pre|code)\b[^<>\n]{0,200}>(?:\s*<code\b[^<>\n]{0,200}>)?)",
    re.MULTILINE | re.IGNORECASE,
)
_CODE_ENDS = {"python": "[/python]", "code": "[/code]", "begin": "[done]"}
_LAST_MARKS = 8
"""Of more only the last are looked at."""
_ELEMENT_END = re.compile(r"</(?:code|pre)>", re.IGNORECASE)


def _inside_marks(text: str) -> str:
    """What stands between `[PYTHON]` and `[/PYTHON]`, `<pre>` and `</pre>` or the like.

    Of several the last that has a line of code; the whole text if nothing is marked.
    """
    openings = deque(_CODE_MARKS.finditer(text), maxlen=_LAST_MARKS)
    inside = [_inside_mark(text, opening) for opening in openings]
    if not inside:
        return text
    return next((code for code in reversed(inside) if _CODE_LINE.search(code)), inside[-1])


def _inside_mark(text: str, opening: "re.Match[str]") -> str:
    if opening["mark"]:
        end = text.lower().find(_CODE_ENDS[opening["mark"].lower()], opening.end())
        return text[opening.end() : end if end >= 0 else len(text)].strip("\n")
    closing = _ELEMENT_END.search(text, opening.end())
    code = text[opening.end() : closing.start() if closing else len(text)].strip("\n")
    # Whoever writes `<` and `>` as they are has not escaped anything.
    return code if "<" in code or ">" in code else html.unescape(code)


_PROSE = re.compile(r"^[ \t]*\n\**[A-Z][\w'`*:,-]*(?:[ ][\w'`\"(),:.*/^-]+){3,}[ ]*$", re.MULTILINE)
"""A paragraph that begins with four words or more and has nothing of a statement."""


def _without_prose_behind(code: str) -> str:
    """Code without an explanation that follows it: a paragraph of words with no code below it."""
    last = max((line.start() for line in _CODE_LINE.finditer(code)), default=0)
    paragraph = _PROSE.search(code, last)
    return code if paragraph is None else code[: paragraph.start()]


def _may_continue(text: str) -> bool:
    """Whether a text without fences may be the rest of starter code: it begins indented, or a statement."""
    first = next((line for line in text.split("\n", 200) if line.strip()), "")
    return first[:1] in (" ", "\t") or _STATEMENT.fullmatch(first) is not None


def _completed(
    source: str, language: Language, asked_as: str, problem: Problem, flags: tuple[str, ...]
) -> Program:
    """The program with what it takes from the starter code: all of it, or what stands before its own part."""
    name, stub = _entry_name(problem), problem.prompt
    if not _is_in(stub, language, problem):
        return Program(source=source, language=language, asked_as=asked_as, flags=flags)
    start = _definition(stub, name, language) if stub.strip() and name else None
    if start is not None:
        if not _defines(source, name, language) and _is_rest(source):
            source = _continued(stub, source)
            flags = (*flags, CONTINUED_PROMPT)
        else:
            source = _lead_in(stub, start, source) + source
    return Program(source=source, language=language, asked_as=asked_as, flags=flags)


_PYTHON_DEFINITION = re.compile(
    r"^[ \t]*(?:(?:async[ \t]+)?def[ \t]+\w+[ \t]*\(|class[ \t]+\w+[^\n{]*:)", re.MULTILINE
)


def _is_in(stub: str, language: Language, problem: Problem) -> bool:
    """Whether starter code is of the program's language: rows of LeetCode have Python's, answers need not."""
    if problem.language is not None:
        return problem.language.lower() in (language.name, *language.aliases)
    return (_PYTHON_DEFINITION.search(stub) is not None) == (language.name == "python")


_TOP_LEVEL_DEFINITION = re.compile(r"^(?:(?:async[ \t]+)?def|class|public class)\b", re.MULTILINE)
_TOP_LEVEL_RETURN = re.compile(r"^return\b", re.MULTILINE)


def _is_rest(source: str) -> bool:
    """Whether this is the rest of a function: it begins indented, or returns at its top level."""
    if source.lstrip("\n")[:1] in (" ", "\t") or _TOP_LEVEL_RETURN.search(source) is not None:
        return True
    return _TOP_LEVEL_DEFINITION.search(source) is None


_ENCLOSING_CLASS = re.compile(r"^(?:(?:public|final)[ \t]+)*(?:class|struct|impl)\b", re.MULTILINE)


def _lead_in(stub: str, start: int, source: str) -> str:
    """Imports and finished functions that the starter code has before what was asked for."""
    lead = stub[:start]
    enclosing = None
    if stub[start : start + 1].isspace():
        for match in _ENCLOSING_CLASS.finditer(lead):
            enclosing = match.start()
    lead = lead[:enclosing].rstrip()
    if not lead or lead in source or source.lstrip().startswith("from __future__"):
        return ""
    return lead + "\n\n"


def _continued(stub: str, source: str) -> str:
    """The starter code and its continuation; an indentation that was lost on the way is put back."""
    lines = source.strip("\n").split("\n")
    if lines[0][:1] in (" ", "\t") or stub.rstrip().endswith("{"):
        return stub.rstrip() + "\n" + _with_indentation_of(stub, source)
    lost = 1 if _first_line_lost_its_indentation(lines) else len(lines)
    indented = ["    " + line if line.strip() else line for line in lines[:lost]]
    return "\n".join([stub.rstrip(), *indented, *lines[lost:]])


_LAST_INDENTATION = re.compile(r"^([ \t]+)\S[^\n]*\s*\Z", re.MULTILINE)


def _with_indentation_of(stub: str, source: str) -> str:
    """A body whose step differs from the one that the stub has begun with is moved to that."""
    begun = _LAST_INDENTATION.search(stub)
    lines = source.split("\n")
    first = next(line for line in lines if line.strip())
    own = first[: len(first) - len(first.lstrip())]
    if begun is None or not own or own == begun[1] or stub.rstrip().endswith((":", "{")):
        return source
    if not all(line.startswith(own) for line in lines if line.strip() and line[0] in " \t"):
        return source
    return "\n".join(begun[1] + line[len(own) :] if line.startswith(own) else line for line in lines)


def _first_line_lost_its_indentation(lines: Sequence[str]) -> bool:
    """As happens when a completion was stripped: the second line is a step deeper than it could be."""
    rest = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    return bool(rest) and min(rest) >= 4 and rest[0] >= (8 if lines[0].rstrip().endswith(":") else 4)
