"""Lines of LeetCode rows and solutions, and what is to be judged of them."""

import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.answers import Attempt, Judge
from benchmarks.random_arguments import random_arguments
from verifiers.code.datasets import problem_from_row
from verifiers.code.datasets.starter import signature_of
from verifiers.code.problem import Problem
from verifiers.code.signature import Signature

LANGUAGES = ("python", "c", "cpp", "java", "go", "typescript", "javascript", "rust")
RANDOM_TESTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the file."""

    name: str
    row: Mapping[str, str]
    solutions: Mapping[str, str]

    def row_problem(self) -> Problem:
        return problem_from_row("leetcode", self.row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A right solution, and what it is counted as."""

    line: str
    kind: str
    attempt: Attempt
    is_made: bool = False
    """Whether the problem's outputs are only what the line's Python solution answers."""
    is_untyped: bool = False
    """Whether the signature was taken away."""


def read_lines(path: Path, only: str) -> list[Line]:
    """What the file holds, or those lines of it whose ids are wanted."""
    wanted = set(only.split(",")) if only else None
    lines = []
    for text in path.read_text().splitlines():
        data = json.loads(text)
        if wanted is None or str(data["question_id"]) in wanted:
            lines.append(Line(name=str(data["question_id"]), row=data["row"], solutions=data["solutions"]))
    return lines


async def subjects_of(
    line: Line, languages: Sequence[str], judge: Judge, chance: random.Random
) -> list[Subject]:
    """All that one line asks for."""
    found: list[Subject] = []
    if "python" in languages:
        row = Attempt(
            label=f"{line.name} row",
            problem=line.row_problem(),
            source=line.row["completion"],
            language="python",
        )
        found.append(Subject(line=line.name, kind="rows as they are", attempt=row))
    problem = await _problem_of(line, judge, chance)
    if problem is None:
        return found
    is_made = problem != line.row_problem()
    origin = "made" if is_made else "row's"
    for language, source in line.solutions.items():
        if language not in languages or (is_made and language == "python"):
            continue
        attempt = Attempt(
            label=f"{line.name} {language} {origin}", problem=problem, source=source, language=language
        )
        subject = Subject(line=line.name, kind=f"{language}, {origin}", attempt=attempt, is_made=is_made)
        untyped = replace(attempt, problem=replace(problem, signature=None), label=f"{attempt.label} untyped")
        found += [
            subject,
            replace(subject, kind=f"{subject.kind}, no signature", attempt=untyped, is_untyped=True),
        ]
    return found


async def _problem_of(line: Line, judge: Judge, chance: random.Random) -> Problem | None:
    """What the line's solutions solve: the row's problem if they define its function, else one made for them.

    A problem that is made takes random arguments and the outputs of the line's Python solution.
    """
    problem = line.row_problem()
    if any(re.search(rf"\b{re.escape(problem.entry_point)}\b", source) for source in line.solutions.values()):
        return problem
    python = line.solutions.get("python", "")
    others = [source for language, source in line.solutions.items() if language != "python"]
    for name in re.findall(r"^    def ([a-z]\w*)\(self", python, re.MULTILINE):
        signature = signature_of(python, name)
        if signature is None or not any(re.search(rf"\b{name}\b", source) for source in others):
            continue
        shape = {"kind": "function", "entry_point": name, "signature": signature}
        return await _with_outputs(shape, python, judge, chance)
    return None


async def _with_outputs(
    shape: dict[str, object], python: str, judge: Judge, chance: random.Random
) -> Problem | None:
    blank: dict[str, object] = {**shape, "tests": [{"input": [], "output": None}]}
    signature = Problem.from_json(blank).signature
    assert isinstance(signature, Signature)
    tests = [{"input": random_arguments(signature, chance), "output": None} for _ in range(RANDOM_TESTS)]
    problem = Problem.from_json({**shape, "tests": tests, "limits": {"cpu_ms": 2_000}})
    outcome = await judge.judge(Attempt(label="", problem=problem, source=python, language="python"))
    known: list[dict[str, object]] = []
    for test, (_, answer) in zip(tests, outcome.answers, strict=False):
        told = json.loads(answer) if answer is not None else {}
        if "value" in told:
            known.append({**test, "output": told["value"]})
    return Problem.from_json({**shape, "tests": known}) if known else None
