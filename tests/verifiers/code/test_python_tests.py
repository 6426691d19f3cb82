"""Python tests as people write them, put to right programs and to wrong ones.

A folder of `tests/cases/relay` holds a `test.py` and programs, whose names begin with what they are: `right`,
`wrong`, or `undecided` where a test in another process cannot tell, so that no reward may come of it. Each is
judged by `pytest -m exhaustive`; without it, all but most of the wrong ones.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from verifiers.base import Judgement, Verdict
from verifiers.code.problem import Problem
from verifiers.code.submission import CodeSubmission

FOLDER = Path(__file__).parents[2] / "cases" / "relay"
PROGRAMS = sorted(path for path in FOLDER.glob("*/*.py") if path.name != "test.py")
SAMPLE = [
    path for path in PROGRAMS if path.stem in ("right", "right_1", "wrong_1") or path.parent.name == "hacks"
]

pytestmark = pytest.mark.boxes


def submission(path: Path) -> CodeSubmission:
    problem = {"kind": "asserts", "language": "python", "tests": path.with_name("test.py").read_text()}
    if "def check(candidate)" in str(problem["tests"]):
        problem["entry_point"] = "trunc"
    return CodeSubmission(completion=f"```python\n{path.read_text()}```", problem=Problem.from_json(problem))


@pytest.fixture(scope="module")
def judgements(
    parameters: Callable[[str], list[Path]], judge_together: Callable[[list[CodeSubmission]], list[Judgement]]
) -> dict[Path, Judgement]:
    paths = list(dict.fromkeys(parameters("path")))
    return dict(zip(paths, judge_together([submission(path) for path in paths]), strict=True))


def check(path: Path, judgement: Judgement) -> None:
    if path.name.startswith("right"):
        assert judgement.verdict is Verdict.ACCEPTED, judgement.reason
    elif path.name.startswith("undecided"):
        assert (judgement.verdict, judgement.score) == (Verdict.UNVERIFIABLE, None), judgement.reason
    else:
        assert path.name.startswith("wrong")
        assert judgement.score == 0.0, (judgement.verdict, judgement.reason)


def named(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


@pytest.mark.parametrize("path", SAMPLE, ids=named)
def test_program_is_judged_as_it_deserves(judgements: dict[Path, Judgement], path: Path) -> None:
    check(path, judgements[path])


@pytest.mark.exhaustive
@pytest.mark.parametrize("path", PROGRAMS, ids=named)
def test_every_program_is_judged_as_it_deserves(judgements: dict[Path, Judgement], path: Path) -> None:
    check(path, judgements[path])
