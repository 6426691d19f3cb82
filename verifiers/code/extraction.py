"""Finds the program in a completion.

Order of preference: fences of the wanted language, fences without a tag, fences of other known
languages (whose language is then the program's, unless the caller forced one), the inside of
`<answer>` tags, and last a text that has no fence but looks like code. Within one of these a complete
fence goes before a cut one, one that defines what the tests call before one that does not (of whole
programs: one that does something when it is started, and more than to try one that reads its input), and
the later before the earlier. Everything here is linear in the text; RE2 runs the patterns that could not be
in `re`.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from verifiers.code.definitions import (
    called_definitions,
    defines,
    reads_input,
    runs_by_itself,
    top_level_names,
)
from verifiers.code.kinds import Kind
from verifiers.code.languages import Language, Languages
from verifiers.code.plain_code import CODE_LINE, find_plain_code, may_continue
from verifiers.code.problem import Problem, StdioTest
from verifiers.code.starter_code import completed
from verifiers.completion import Completion
from verifiers.fences import Fence, read_fences, read_one_line_fences

MAX_PROGRAM_CHARS = 1024 * 1024
MAX_FENCES = 500
"""Of more only the last are looked at."""

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
    fences = [fence for fence in _fences(text, problem)[-MAX_FENCES:] if _may_be_program(fence)]
    if not fences:
        fences = read_one_line_fences(text, lambda tag: languages.find(tag) is not None)
    choice = _choose(fences, wanted, languages, problem, is_forced=forced is not None)
    if choice is not None:
        return _finish(choice, wanted_name, problem, languages, is_forced=forced is not None)
    if not fences and (source := find_plain_code(text, may_be_rest=bool(problem.prompt.strip()))):
        return _program(source, wanted, wanted_name, problem, (NO_FENCE,))
    flags: tuple[str, ...] = ()
    if completion.reasoning and any(fence.body.strip() for fence in read_fences(completion.reasoning)):
        flags = (ONLY_IN_REASONING,)
    return Program(source="", language=wanted, asked_as=wanted_name, flags=flags)


def _may_be_program(fence: Fence) -> bool:
    """Whether there is anything in it, and not a session of an interpreter."""
    body = fence.body.lstrip()
    return bool(body) and not body.startswith(">>>")


def _fences(text: str, problem: Problem) -> list[Fence]:
    """The fences of a text, which may begin inside of one: prompts end with an opening mark at times."""
    fences = read_fences(text)
    if fences and not fences[-1].closed and not fences[0].tag:
        begins_as_code = CODE_LINE.match(text.lstrip()) is not None
        if begins_as_code or (problem.prompt.strip() and may_continue(text)):
            return read_fences(f"```\n{text}")
    return fences


_ANSWER_START = re.compile(r"<answer>", re.IGNORECASE)
_ANSWER_END = re.compile(r"</answer>", re.IGNORECASE)


def _inside_answer_tags(text: str) -> str:
    """What the last `<answer>` holds, closed or not; the whole text if there is none."""
    starts = _outside_fences(_ANSWER_START, text)
    if not starts:
        return text
    inside = text[starts[-1].end() :]
    ends = _outside_fences(_ANSWER_END, inside)
    if ends:
        inside = inside[: ends[0].start()]
    return inside if inside.strip() else text


def _outside_fences(tag: "re.Pattern[str]", text: str) -> "list[re.Match[str]]":
    """The tags that are none of a program's own words. A whole answer, tags and all, may be in a fence."""
    found = list(tag.finditer(text))
    if not found:
        return []
    fences = [
        fence for fence in read_fences(text) if fence.closed and not _ANSWER_START.match(fence.body.lstrip())
    ]
    starts = [fence.start for fence in fences]
    return [
        match
        for match in found
        if not (before := bisect_right(starts, match.start())) or match.start() >= fences[before - 1].end
    ]


@dataclass(frozen=True, slots=True)
class _Choice:
    fence: Fence
    earlier: Sequence[Fence]
    later: Sequence[Fence]
    language: Language | None
    flags: tuple[str, ...]


def _choose(
    fences: Sequence[Fence], wanted: Language, languages: Languages, problem: Problem, *, is_forced: bool
) -> _Choice | None:
    known = [languages.find(fence.tag) if fence.tag else None for fence in fences]
    others = [
        fence
        for fence, language in zip(fences, known, strict=True)
        if language is not None and problem.kind in language.kinds
    ]
    ranks = (
        [fence for fence, language in zip(fences, known, strict=True) if language is wanted],
        [fence for fence in fences if not fence.tag],
        # A shell's lines mostly say how to start the program.
        [fence for fence in others if fence.tag not in _NOT_CODE] or others,
        [fence for fence in fences if fence.tag not in _NOT_CODE],
    )
    for rank, candidates in enumerate(ranks):
        if rank == _WITHOUT_TAG and ranks[_OTHER_LANGUAGES] and not any(map(_has_code, candidates)):
            continue  # an example's input or output beside the program
        if not candidates:
            continue
        fence = _best(candidates, problem, wanted, languages)
        language = languages.find(fence.tag) if fence.tag else None
        flags = [] if fence.closed else [UNCLOSED_FENCE]
        if len(candidates) > 1:
            flags.append(SEVERAL_PROGRAMS)
        if language not in (None, wanted) and (is_forced or problem.language):
            flags.append(LANGUAGE_MISMATCH)
        use = None if is_forced or rank != _OTHER_LANGUAGES else language
        position = next(index for index, other in enumerate(candidates) if other is fence)
        earlier, later = candidates[:position], candidates[position + 1 :]
        return _Choice(fence, earlier, later, use, tuple(flags))
    return None


_WITHOUT_TAG = 1
_OTHER_LANGUAGES = 2
_NOT_CODE = frozenset(
    {
        "text",
        "txt",
        "plain",
        "plaintext",
        "output",
        "input",
        "stdin",
        "stdout",
        "console",
        "shell",
        "sh",
        "bash",
    }
    | {"markdown", "md", "math", "latex", "tex", "html", "xml", "json", "yaml", "toml", "ini", "csv", "diff"}
    | {"none", "example", "log", "mermaid", "pseudocode", "pseudo", "algorithm"}
)


def _has_code(fence: Fence) -> bool:
    return CODE_LINE.search(fence.body) is not None


def _best(candidates: Sequence[Fence], problem: Problem, wanted: Language, languages: Languages) -> Fence:
    name = _entry_name(problem)
    if all(not fence.tag for fence in candidates):
        candidates = list(filter(_has_code, candidates)) or candidates

    def may_be_meant(fence: Fence) -> bool:
        language = languages.find(fence.tag) or wanted
        if problem.kind is Kind.STDIO:
            return runs_by_itself(fence.body, language)
        return bool(name) and defines(fence.body, name, language)

    meant = [fence for fence in candidates if may_be_meant(fence)]
    if _has_input(problem):
        meant = _without_checks(meant)
    for pool in (meant, candidates):
        complete = [fence for fence in pool if fence.closed]
        if complete or pool:
            return (complete or pool)[-1]
    raise AssertionError("there are candidates")


def _without_checks(fences: Sequence[Fence]) -> list[Fence]:
    """All but those that read nothing and try what another, which reads its input, defines.

    A later program that stands for itself is what the completion says last, whether it reads or not.
    """
    reading = [fence for fence in fences if reads_input(fence.body)]
    offered = set[str]().union(*(called_definitions(fence.body) for fence in reading))

    def checks(fence: Fence) -> bool:
        tried = offered - called_definitions(fence.body)
        return fence not in reading and not tried.isdisjoint(_WORD.findall(fence.body))

    return [fence for fence in fences if not checks(fence)]


def _has_input(problem: Problem) -> bool:
    return any(isinstance(test, StdioTest) and test.input.strip() for test in problem.tests)


def _entry_name(problem: Problem) -> str:
    """The bare name of what the tests call, of `Solution().f` too."""
    match = _LAST_NAME.search(problem.entry_point)
    return match[1] if match else ""


_LAST_NAME = re.compile(r"(\w+)\W*$")


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
    return _program(source, language, asked_as, problem, flags)


_WORD = re.compile(r"\w+")


def _with_needed(choice: _Choice) -> tuple[str, bool]:
    """The chosen fence behind those others that define names which it uses and does not define.

    Of later ones only functions and classes count: what they set are the names of an example.
    """
    source = choice.fence.body
    defined, used = top_level_names(source) | called_definitions(source), set(_WORD.findall(source))
    needed: list[str] = []
    for fence, offered in (
        *((fence, top_level_names(fence.body)) for fence in reversed(choice.earlier)),
        *((fence, called_definitions(fence.body)) for fence in choice.later),
    ):
        if offered & defined or not (offered & used):
            continue
        needed.append(fence.body)
        defined |= offered
        used |= set(_WORD.findall(fence.body))
    return "\n\n".join([*reversed(needed), source]), bool(needed)


def _program(
    source: str, language: Language, asked_as: str, problem: Problem, flags: tuple[str, ...]
) -> Program:
    source, is_continued = completed(source, language, problem, _entry_name(problem))
    if is_continued:
        flags = (*flags, CONTINUED_PROMPT)
    return Program(source=source, language=language, asked_as=asked_as, flags=flags)
