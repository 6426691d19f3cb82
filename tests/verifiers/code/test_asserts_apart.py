"""Test programs whose functions have types of many shapes: each is judged apart from the program it tests."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from verifiers.base import Judgement
from verifiers.code.problem import Problem
from verifiers.code.submission import CodeSubmission

CASES: list[Mapping[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "cases/code_asserts_apart.json").read_text(encoding="utf-8")
)["cases"]

pytestmark = pytest.mark.boxes


@pytest.fixture(scope="module")
def judgements(
    judge_together: Callable[[Sequence[CodeSubmission]], list[Judgement]],
    parameters: Callable[[str], list[Mapping[str, Any]]],
) -> Mapping[tuple[str, str], Judgement]:
    """By language and name, of the cases that will be looked at."""
    cases = parameters("case")
    submissions = [
        CodeSubmission(
            completion=f"```{case['language']}\n{case['program']}\n```",
            problem=Problem.from_json(
                {
                    "kind": "asserts",
                    "language": case["language"],
                    "entry_point": case["entry_point"],
                    "tests": case["test"],
                    "prompt": case.get("prompt", ""),
                }
            ),
        )
        for case in cases
    ]
    judged = judge_together(submissions)
    return {
        (case["language"], case["name"]): judgement for case, judgement in zip(cases, judged, strict=True)
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['language']}-{case['name']}")
def test_case(judgements: Mapping[tuple[str, str], Judgement], case: Mapping[str, Any]) -> None:
    judgement = judgements[case["language"], case["name"]]
    detail = judgement.compile.stderr if judgement.compile is not None else ""
    assert judgement.verdict == case["verdict"], f"{judgement.reason}\n{detail}"
    assert judgement.score == (1.0 if case["verdict"] == "accepted" else 0.0)
    assert "test_in_same_process" not in judgement.flags
