"""HumanEval and its kin: a prompt to continue, an entry point and a test program, in several languages.

HumanEval, HumanEval+, HumanEvalPack, HumanEval-X, McEval, MBXP and BigCodeBench share the shape.
"""

import re

from verifiers.code.datasets.format import DatasetFormat, ProblemJson
from verifiers.code.datasets.ground_truth import program_problem
from verifiers.code.datasets.row import Row
from verifiers.code.datasets.starter import parse_python

_LANGUAGE_OF_PREFIX = {
    "CPP": "cpp", "C": "c", "Java": "java", "JavaScript": "javascript", "TypeScript": "typescript",
    "Go": "go", "Rust": "rust",
    "MBCPP": "cpp", "MBJP": "java", "MBJSP": "javascript", "MBTSP": "typescript", "MBGP": "go",
    "MBCSP": "csharp", "MBKP": "kotlin", "MBRBP": "ruby", "MBPHP": "php", "MBPLP": "perl",
    "MBSCP": "scala", "MBSWP": "swift",
}  # fmt: skip
"""What stands before the slash of `task_id`."""


def _recognises(row: Row) -> bool:
    if not row.has("test") or not (row.has("prompt") or row.has("complete_prompt")):
        return False
    return row.has("entry_point") or row.has("declaration", "canonical_solution")


_BY_KEYWORD = re.compile(r"\b(?:def|func|fn|function|const|let|var)\s+(\w+)")
_BY_CALL = re.compile(r"(\w+)\s*\(")


def _entry_point(row: Row) -> str:
    """HumanEval-X does not name it: what is declared last."""
    if row.has("entry_point") or not row.has("declaration"):
        return row.text("entry_point")
    declaration = row.text("declaration")
    names = _BY_KEYWORD.findall(declaration) or _BY_CALL.findall(declaration)
    return names[-1] if names else ""


def _read(row: Row) -> ProblemJson:
    language, entry_point = _language(row), _entry_point(row)
    if language == "python":
        problem = program_problem([row.text("test")], row.at("test"), entry_point=entry_point)
    else:
        problem = {
            "kind": "asserts",
            "language": language,
            "entry_point": entry_point,
            "tests": row.text("test"),
        }
    return problem | {"prompt": row.text_or("complete_prompt") or row.text("prompt")}


def _language(row: Row) -> str:
    if language := row.text_or("language"):
        return language
    prefix = row.text_or("task_id").partition("/")[0]
    if prefix in _LANGUAGE_OF_PREFIX:
        return _LANGUAGE_OF_PREFIX[prefix]
    is_python = parse_python(row.text("test")) is not None
    return "python" if is_python or not prefix else prefix.lower()


FORMAT = DatasetFormat(
    name="humaneval",
    aliases=(
        "openai_humaneval",
        "humaneval_plus",
        "humanevalplus",
        "humanevalpack",
        "humaneval_pack",
        "humaneval_x",
        "mbxp",
        "mceval",
        "bigcodebench",
    ),
    recognises=_recognises,
    read=_read,
)
