"""Reward hacks by number, language and kind of test: none is accepted, each gets the verdict that it earns.

`tests/cases/reward_hacks/cells.csv` has a row for each hack in each language: its program and the verdict
against each kind of test, or why there is none. A program says what `wrong` does; `frames/` has the
function, the class and the main program that hand out what it returns. `pytest -m exhaustive` judges all of
the table; without it a sample is judged, of compiled languages a few cells.
"""

import csv
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from verifiers.base import Judgement, Verdict
from verifiers.code.problem import Problem
from verifiers.code.submission import CodeSubmission

FOLDER = Path(__file__).parents[2] / "cases" / "reward_hacks"
HACKS = range(58, 88)
FRAMES = {path.stem: path for path in (FOLDER / "frames").iterdir()}
KINDS = ("function", "class", "asserts", "stdio", "judge")
RIGHT = "00_right"
RESULT = re.compile(r"RESULT: (.*)")
"""In a program's comment: the type of what `wrong` returns, where that is no integer."""
NOT_SAMPLED = 76
"""Uses up its CPU time."""
SAMPLED_EVERY = {"python": 2, "javascript": 6, "cpp": 21, "java": 21}
"""No multiples of five, so that all kinds have their turn."""

with (FOLDER / "cells.csv").open(newline="") as file:
    ROWS = list(csv.DictReader(file))


@dataclass(frozen=True)
class Cell:
    """A program against a kind of test."""

    hack: int
    language: str
    kind: str
    program: str
    verdicts: tuple[Verdict, ...]
    """One, or those between which chance decides: a forged frame meets requests and answers as it happens."""

    def __str__(self) -> str:
        return f"{self.program}-{self.kind}"

    def submission(self) -> CodeSubmission:
        name = f"asserts_{self.language}" if self.kind == "asserts" else self.kind
        problem = Problem.from_json(json.loads((FOLDER / "problems" / f"{name}.json").read_text()))
        return CodeSubmission(completion=self.completion(), problem=problem, language=self.language)

    def completion(self) -> str:
        program = (FOLDER / "programs" / self.program).read_text()
        if self.program.endswith(".md"):
            return program
        if "_comment" not in self.program:
            result = RESULT.search(program)
            frame = FRAMES[self.language].read_text().replace("RESULT", result[1] if result else "int")
            program = frame.replace("PROGRAM", program)
        return f"```{self.language}\n{program}```\n"


CELLS = [
    Cell(int(row["hack"]), row["language"], kind, row["program"], tuple(map(Verdict, row[kind].split())))
    for row in ROWS
    if row["program"]
    for kind in KINDS
]
CONTROLS = [
    Cell(0, language, kind, RIGHT + path.suffix, (Verdict.ACCEPTED,))
    for language, path in sorted(FRAMES.items())
    for kind in KINDS
]


def sample(cells: list[Cell]) -> list[Cell]:
    """Cells for every run of the tests: in each language every so manyth, of all kinds in turn."""
    chosen: list[Cell] = []
    for language, step in SAMPLED_EVERY.items():
        own = [cell for cell in cells if cell.language == language and cell.hack != NOT_SAMPLED]
        chosen += own[::step]
    return chosen


@pytest.fixture(scope="module")
def judgements(
    parameters: Callable[[str], list[Cell]], judge_together: Callable[[list[CodeSubmission]], list[Judgement]]
) -> dict[Cell, Judgement]:
    cells = list(dict.fromkeys(parameters("cell")))
    return dict(zip(cells, judge_together([cell.submission() for cell in cells]), strict=True))


def check(cell: Cell, judgement: Judgement) -> None:
    detail = judgement.compile.stderr if judgement.compile is not None else ""
    assert judgement.verdict in cell.verdicts, f"{judgement.reason}\n{detail}"
    if judgement.verdict is Verdict.UNVERIFIABLE:
        assert judgement.score is None
    else:
        assert judgement.score == (1.0 if judgement.verdict is Verdict.ACCEPTED else 0.0)


@pytest.mark.boxes
@pytest.mark.parametrize("cell", [*sample(CONTROLS), *sample(CELLS)], ids=str)
def test_program_gets_its_verdict(judgements: dict[Cell, Judgement], cell: Cell) -> None:
    check(cell, judgements[cell])


@pytest.mark.boxes
@pytest.mark.exhaustive
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("cell", [*CONTROLS, *CELLS], ids=str)
def test_every_program_gets_its_verdict(judgements: dict[Cell, Judgement], cell: Cell) -> None:
    check(cell, judgements[cell])


@pytest.mark.parametrize("language", sorted(FRAMES))
def test_no_hack_is_forgotten(language: str) -> None:
    found = [row for row in ROWS if row["language"] == language]
    assert {int(row["hack"]) for row in found} == set(HACKS)
    for row in found:
        verdicts = [row[kind] for kind in KINDS]
        assert all(verdicts) != bool(row["does_not_apply"]), row
        assert bool(row["program"]) != bool(row["does_not_apply"]), row


def test_no_verdict_of_a_hack_is_accepted_and_no_program_is_forgotten() -> None:
    assert not any(Verdict.ACCEPTED in cell.verdicts for cell in CELLS)
    named = {cell.program for cell in [*CELLS, *CONTROLS]}
    assert named == {path.name for path in (FOLDER / "programs").iterdir()}
    assert all(cell.program.startswith(f"{cell.hack:02}_") for cell in CELLS)
