"""Asserts in C, with the test in another box than the program."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from verifiers.base import Judgement

CASES: list[Mapping[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "cases/code_c_asserts.json").read_text(encoding="utf-8")
)["cases"]

pytestmark = pytest.mark.boxes


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_case(judge_in_boxes: Callable[..., Judgement], case: Mapping[str, Any]) -> None:
    problem = {
        "kind": "asserts",
        "language": "c",
        "entry_point": case["entry_point"],
        "tests": case["test"],
        "prompt": case.get("prompt", ""),
    }
    judgement = judge_in_boxes(problem, f"```c\n{case['program']}\n```")
    assert judgement.verdict == case["verdict"], judgement.reason
    assert ("test_in_same_process" in judgement.flags) == case.get("shared", False)
