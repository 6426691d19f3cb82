"""Completions that leave to the starter code what it has already: all before them, or its imports."""

import ast
import re
from collections.abc import Sequence

from verifiers.code.definitions import defines, definition, top_level_names
from verifiers.code.drivers.masking import Syntax, mask
from verifiers.code.languages import Language
from verifiers.code.problem import Problem


def completed(source: str, language: Language, problem: Problem, name: str) -> tuple[str, bool]:
    """The program with what it takes from the starter code: all of it, or what stands before its own part.

    `name` is what the tests call. Whether the program only continued the starter code comes along.
    """
    stub = _with_used_imports(problem.prompt, source) if language.name == "go" else problem.prompt
    start = definition(stub, name, language) if stub.strip() and name else None
    if start is None or not _is_in(stub, language, problem):
        return source, False
    if not defines(source, name, language) and _is_rest(source):
        return _with_last_braces(_continued(stub, source), language), True
    return _lead_in(stub, start, source, language) + source, False


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


_FUNCTION_BODY = re.compile(r"\)[^;{}()]{0,200}\{")


def finished(stub: str, name: str, language: Language) -> str:
    """What starter code has before its definition of `name`, if there is a function in that; else nothing."""
    start = definition(stub, name, language) if stub.strip() and name else None
    lead = stub[: start or 0]
    return lead if _FUNCTION_BODY.search(lead) else ""


def finished_in_python(stub: str, name: str, language: Language) -> str:
    """The imports and finished functions that Python's starter code has before its definition of `name`."""
    start = definition(stub, name, language) if stub.strip() and name else None
    lead = stub[: start or 0]
    try:
        body = ast.parse(lead).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    if not any(isinstance(statement, ast.FunctionDef) for statement in body):
        return ""
    kept = [item for item in body if isinstance(item, ast.Import | ast.ImportFrom | ast.FunctionDef)]
    return "".join(f"{ast.get_source_segment(lead, item)}\n" for item in kept)


_GO_HEAD = re.compile(r"^package[ \t]+\w+[ \t]*\n|^import[ \t]*(?:\([^()]*\)|[^\n(]*)\n", re.MULTILINE)
_GO_IMPORT = re.compile(r'"(?:[^"\n]*/)?([\w.]+)"')


def _with_used_imports(stub: str, source: str) -> str:
    """Go's starter code with those of its imports that are used and not written anew; Go refuses others."""
    body = _GO_HEAD.sub("", stub)
    used = [
        found[0]
        for head in _GO_HEAD.finditer(stub)
        for found in _GO_IMPORT.finditer(head[0])
        if found[0] not in source and re.search(rf"\b{re.escape(found[1])}\.", f"{body}\n{source}")
    ]
    return "".join(f"import {path}\n" for path in used) + body.lstrip("\n")


_SYNTAXES = {
    "c": Syntax.C, "cpp": Syntax.C, "go": Syntax.GO, "java": Syntax.JAVA, "javascript": Syntax.JAVASCRIPT,
    "rust": Syntax.RUST, "typescript": Syntax.JAVASCRIPT,
}  # fmt: skip
_MOST_LAST_BRACES = 2
"""Of a method and of its class."""


def _with_last_braces(program: str, language: Language) -> str:
    """The program with the last braces, of the function and its class, if a completion stops before them.

    MultiPL-E's tests begin with those.
    """
    syntax = _SYNTAXES.get(language.name)
    if syntax is None:
        return program
    masked = mask(program, syntax)
    missing = masked.count("{") - masked.count("}")
    return program.rstrip() + "\n}" * missing if 0 < missing <= _MOST_LAST_BRACES else program


_ENCLOSING_CLASS = re.compile(r"^(?:(?:public|final)[ \t]+)*(?:class|struct|impl)\b", re.MULTILINE)


_VARIABLE = re.compile(r"^(?:const|let|var)[ \t]+(\w+)[ \t]*=", re.MULTILINE)


def _lead_in(stub: str, start: int, source: str, language: Language) -> str:
    """Imports and finished functions that the starter code has before what was asked for.

    A program that defines one of these itself gets none from there on: most languages take no second.
    """
    lead = stub[:start]
    enclosing = None
    if stub[start : start + 1].isspace():
        for match in _ENCLOSING_CLASS.finditer(lead):
            enclosing = match.start()
    lead = lead[:enclosing].rstrip()
    if lead not in source and language.name != "python":
        names = top_level_names(lead) | set(_VARIABLE.findall(lead))
        own = [definition(lead, name, language) for name in names if defines(source, name, language)]
        lead = lead[: min((place for place in own if place is not None), default=None)].rstrip()
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


_LAST_INDENTATION = re.compile(r"^([ \t]+)\S[^\n]*\Z", re.MULTILINE)


def _with_indentation_of(stub: str, source: str) -> str:
    """A body whose step differs from the one that the stub has begun with is moved to that."""
    begun = _LAST_INDENTATION.search(stub.rstrip())
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
