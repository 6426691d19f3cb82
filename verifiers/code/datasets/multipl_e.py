"""MultiPL-E: HumanEval and MBPP in many languages, a prompt to continue and the tests that follow it.

The tests go on where a continued prompt stops: they close the function, and in Java the class.
"""

import re

from verifiers.code.datasets.format import DatasetFormat, ProblemJson
from verifiers.code.datasets.row import Row
from verifiers.errors import InvalidProblem

_LANGUAGES = {"py": "python", "go_test.go": "go", "rs": "rust", "js": "javascript", "ts": "typescript"}
"""Its file endings, where they are no names of ours."""
_NAME = re.compile(r"(?:HumanEval|mbpp)_\d+_(\w+)\Z")
_CANDIDATE = re.compile(r"\bcandidate\s*:?=\s*(\w+)|\bcheck\((\w+)\)\s*\Z")
_CLOSING = re.compile(r"\s*\}[ \t]*\n")
_TUPLES = re.compile(r"^import org\.javatuples\.\*;\n", re.MULTILINE)
"""A library that boxes lack; the tests of few problems need it."""


def _recognises(row: Row) -> bool:
    return row.has("name", "language", "prompt", "tests")


def _read(row: Row) -> ProblemJson:
    named = row.text("language")
    language = _LANGUAGES.get(named, named)
    tests, prompt = row.text("tests"), row.text("prompt")
    if language == "java":
        prompt, tests = _TUPLES.sub("", prompt), _in_class(tests)
    elif language in ("cpp", "go", "rust"):
        tests = _CLOSING.sub("", tests, count=1) if _CLOSING.match(tests) else tests
    return {
        "kind": "asserts",
        "language": language,
        "entry_point": _entry_point(row, tests, language),
        "prompt": prompt,
        "tests": tests,
    }


def _entry_point(row: Row, tests: str, language: str) -> str:
    if found := _CANDIDATE.search(tests):
        return found[1] or found[2]
    named = _NAME.search(row.text("name"))
    if named is None:
        raise InvalidProblem("This names no function, as HumanEval_0_add does.", field=row.at("name"))
    first, *others = named[1].split("_")
    return first + "".join(word.capitalize() for word in others) if language == "java" else named[1]


def _in_class(tests: str) -> str:
    """Java's tests are the rest of the class `Problem`; one of their own inherits its static methods."""
    if not (closing := _CLOSING.match(tests)):
        return tests
    return f"class RewarddProblemTest extends Problem {{\n{tests[closing.end() :]}"


FORMAT = DatasetFormat(
    name="multipl_e", aliases=("multiple", "multiple_e"), recognises=_recognises, read=_read
)
