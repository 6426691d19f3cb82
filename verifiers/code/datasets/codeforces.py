"""open-r1/codeforces: official tests, limits, and for many problems a generated checker."""

from verifiers.code.datasets.format import DatasetFormat, ProblemJson
from verifiers.code.datasets.ground_truth import problem_of_tests
from verifiers.code.datasets.limits import read_limits
from verifiers.code.datasets.row import Row
from verifiers.errors import InvalidProblem

_FILES = {"input_file": "input.txt", "output_file": "output.txt"}
"""What Codeforces calls the files of problems that read and write files."""


def _recognises(row: Row) -> bool:
    return row.has("official_tests") or (row.has("input_mode") and row.has("contest_id"))


def _read(row: Row) -> ProblemJson:
    if row.has("interaction_format") and row.text_or("interaction_format"):
        raise InvalidProblem("Interactive problems cannot be judged.", field=row.at("interaction_format"))
    tests = row.items("official_tests") + _generated_tests(row)
    problem = problem_of_tests(tests, row.at("official_tests"))
    problem |= {"checker": _checker(row), "limits": read_limits(row)}
    if (mode := row.text_or("input_mode", "stdio")) not in {"stdio", "file"}:
        raise InvalidProblem(f"The input mode {mode!r} is not known.", field=row.at("input_mode"))
    if mode == "file":
        problem |= _FILES
    if language := row.text_or("language"):
        problem["language"] = language
    return problem


def _generated_tests(row: Row) -> list[object]:
    """Generated tests that were joined to the row; as published there is only their count."""
    is_joined = row.has("generated_tests") and not isinstance(row.value("generated_tests"), int)
    return row.items("generated_tests") if is_joined else []


def _checker(row: Row) -> object:
    if not row.text_or("generated_checker"):
        return "tokens"
    return {
        "name": "program",
        "language": "python",
        "source": row.text("generated_checker"),
        "arguments": ["input", "expected", "output"],
    }


FORMAT = DatasetFormat(name="codeforces", aliases=("open_r1_codeforces",), recognises=_recognises, read=_read)
