"""Rows that merely hold tests in one of the shared shapes, as AceCode, OpenCodeInstruct and CodeContests+."""

from verifiers.code.datasets.format import DatasetFormat, ProblemJson
from verifiers.code.datasets.ground_truth import problem_of_tests
from verifiers.code.datasets.limits import read_limits
from verifiers.code.datasets.row import Row

_NAMES = ("test_cases", "unit_tests", "info")
"""Where the tests are; `info` is of environments for the library `verifiers`."""


def _recognises(row: Row) -> bool:
    return any(row.has(name) for name in _NAMES)


def _read(row: Row) -> ProblemJson:
    name = next((name for name in _NAMES if row.has(name)), _NAMES[0])
    problem = problem_of_tests(
        row.value(name),
        row.at(name),
        function=row.text_or("fn_name") or row.text_or("func_name"),
        starter=row.text_or("starter_code"),
    )
    return problem | {"checker": _checker(row), "limits": read_limits(row)}


def _checker(row: Row) -> object:
    """CodeContests+ has judges in C++, written for testlib."""
    if not row.text_or("checker"):
        return ""
    return {"name": "program", "language": "cpp17", "source": row.text("checker")}


FORMAT = DatasetFormat(
    name="test_cases",
    aliases=(
        "acecode",
        "acecode_87k",
        "acecode_89k",
        "acecodev2_122k",
        "opencodeinstruct",
        "codeforces_python_submissions",
        "code_contests_plus",
    ),
    recognises=_recognises,
    read=_read,
)
