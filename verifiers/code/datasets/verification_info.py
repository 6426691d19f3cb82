"""verifiable-coding-problems, SYNTHETIC-1 and -2: `verification_info` with a language and test cases."""

from verifiers.code.datasets.format import DatasetFormat, ProblemJson
from verifiers.code.datasets.ground_truth import problem_of_tests
from verifiers.code.datasets.row import Row


def _recognises(row: Row) -> bool:
    return row.has("verification_info")


def _read(row: Row) -> ProblemJson:
    info = row.row("verification_info")
    name = next((name for name in ("test_cases", "answer") if info.has(name)), "ground_truth")
    problem = problem_of_tests(info.value(name), info.at(name), function=info.text_or("fn_name"))
    language = info.text_or("language")
    return problem | ({"language": language} if language else {})


FORMAT = DatasetFormat(
    name="verifiable_coding",
    aliases=(
        "verifiable_coding_problems",
        "verifiable_coding_problems_python",
        "verifiable_coding_problems_python_10k",
        "synthetic_1",
        "synthetic_2",
        "ii_thought",
        "open_r1",
    ),
    recognises=_recognises,
    read=_read,
)
