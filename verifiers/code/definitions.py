"""What a program defines, told from its text in any language; good enough to choose between programs."""

import functools
import re

import re2

from verifiers.code.languages import Language


def defines(source: str, name: str, language: Language) -> bool:
    """Whether `source` seems to define a function or class of this name."""
    return definition(source, name, language) is not None


def definition(source: str, name: str, language: Language) -> int | None:
    """Where the line begins that seems to define a function or class of this name."""
    by_keyword, by_type = _patterns(name)
    match = by_keyword.search(source)
    position = None if match is None else match.start()
    if position is None and language.name != "python":
        found_by_type = (found for found in by_type.finditer(source) if found[1] not in _NO_TYPE)
        position = next((found.start() for found in found_by_type), None)
    return None if position is None else source.rfind("\n", 0, position) + 1


@functools.lru_cache(maxsize=1_000)
def _patterns(name: str) -> "tuple[re2._Regexp[str], re2._Regexp[str]]":
    """Of a definition that a keyword begins, and of one with the type first."""
    quoted = re.escape(name)
    by_keyword = rf"\b(?:def|class|struct|func|fn|function|interface|type)\s+(?:\([^)]*\)\s*)?{quoted}\b"
    by_keyword += rf"|\b{quoted}\s*[=:]\s*(?:function|async|lambda|\()"
    by_type = rf"(\w+|[>\]&*])[ \t\r\n]+[&*]*{quoted}\s*\([^;{{}}]*\)[^;{{}}()]*\{{"
    return re2.compile(by_keyword), re2.compile(by_type)


_NO_TYPE = frozenset(
    {"return", "else", "new", "throw", "await", "co_return", "case", "in", "and", "or", "not"}
)

_TOP_LEVEL_NAME = re.compile(
    r"^(?:(?:async[ \t]+)?def|class|func|fn|function|struct|type)[ \t]+(\w+)"
    r"|^(\w+)[ \t]*(?::[^=\n]{1,80})?=(?!=)"
    r"|^import[ \t]+(\w+)|^from[ \t]+[\w.]+[ \t]+import[ \t]+(\w+)",
    re.MULTILINE,
)
_TOP_LEVEL_FUNCTION = re2.compile(
    r"(?m)^[A-Za-z_][\w:<>,&* \t\[\]]*[\s&*>\]](\w+)[ \t]*\([^;{}()]*\)[^;{}()]*\{"
)
"""Of languages that put the type first."""


def top_level_names(source: str) -> set[str]:
    """The names that a program defines or imports outside of everything."""
    names = {name for groups in _TOP_LEVEL_NAME.findall(source) for name in groups if name}
    return names | {match[1] for match in _TOP_LEVEL_FUNCTION.finditer(source)}


_ANY_DEFINITION = re.compile(r"\b(?:def|class|func|fn|function|struct|interface)[ \t]+(\w+)")


def called_definitions(source: str) -> set[str]:
    """The names of all functions and classes, those inside of others too, and no other names."""
    names = set(_ANY_DEFINITION.findall(source))
    return names | {match[1] for match in _TOP_LEVEL_FUNCTION.finditer(source)}


_MAIN = re.compile(r"\bmain[ \t]*\(")
_PYTHON_STATEMENT = re.compile(r"^(?!(?:async[ \t]+def|def|class|import|from)\b)[A-Za-z_]", re.MULTILINE)
_WITH_MAIN = frozenset({"c", "cpp", "java", "go", "rust", "kotlin", "csharp", "scala"})


def runs_by_itself(source: str, language: Language) -> bool:
    """Whether a program does something when it is started, rather than only define what others use."""
    if language.name == "python":
        return _PYTHON_STATEMENT.search(source) is not None
    return language.name not in _WITH_MAIN or _MAIN.search(source) is not None


_READING = re2.compile(
    r"(?i)\b(?:stdin|stdio|cin|getline|getchar|gets|fgets|fread|\w*scan\w*|read\w*|system\.in|console\.read\w*"
    r"|argf|getcontents|interact|fileinput)\b|\b(?:input|raw_input|open|readfilesync)\s*\(|<>|\$<"
)


def reads_input(source: str) -> bool:
    """Whether a program, in whatever language, seems to read what it is given."""
    return _READING.search(source) is not None
