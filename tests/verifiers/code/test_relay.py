"""Python tests that talk to the program from a box of their own, and hand all sorts of things over."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from verifiers.base import Judgement, Verdict
from verifiers.code.asserts import relay

CASES = json.loads((Path(__file__).parents[2] / "cases" / "code_relay.json").read_text())

pytestmark = pytest.mark.boxes
Judge = Callable[..., Judgement]


def put(judge: Judge, test: str, program: str, **limits: int) -> Judgement:
    problem = {"kind": "asserts", "entry_point": "f", "language": "python", "tests": [test], "limits": limits}
    return judge(problem, f"```python\n{program}\n```")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_right_program_is_told_from_wrong_ones(judge_in_boxes: Judge, case: dict[str, Any]) -> None:
    for program in case["right"]:
        judgement = put(judge_in_boxes, case["test"], program)
        assert judgement.verdict is Verdict.ACCEPTED, judgement.reason
        assert "test_in_same_process" not in judgement.flags
    for program in case["wrong"]:
        judgement = put(judge_in_boxes, case["test"], program)
        assert judgement.verdict in (Verdict.WRONG_ANSWER, Verdict.RUNTIME_ERROR), program
        assert judgement.score == 0.0


def test_calls_of_one_test_share_its_time(judge_in_boxes: Judge) -> None:
    test = "for i in range(1000):\n    assert f(i) == i"
    program = "def f(i):\n    for _ in range(1_000_000): pass\n    return i"
    judgement = put(judge_in_boxes, test, program, cpu_ms=500)
    assert judgement.verdict is Verdict.TIME_LIMIT_EXCEEDED


@pytest.mark.parametrize(
    "test",
    [
        "def check(candidate):\n    assert candidate(1) == 2",
        "def run():\n    assert f(1) == 2",
        "import math",
    ],
)
def test_test_that_calls_nothing_of_the_program_decides_nothing(judge_in_boxes: Judge, test: str) -> None:
    problem = {"kind": "asserts", "entry_point": "", "language": "python", "tests": [test]}
    judgement = judge_in_boxes(problem, "```python\ndef f(n): return 2\n```")
    assert (judgement.verdict, judgement.score) == (Verdict.UNVERIFIABLE, None)
    assert "calls nothing" in judgement.reason


def test_test_of_several_may_call_nothing(judge_in_boxes: Judge) -> None:
    tests = ["import math", "for _ in range(1):\n    assert f(1) == 2"]
    problem = {"kind": "asserts", "entry_point": "", "language": "python", "tests": tests}
    assert judge_in_boxes(problem, "```python\ndef f(n): return 2\n```").verdict is Verdict.ACCEPTED


def test_test_that_calls_for_ever_decides_nothing(
    judge_in_boxes: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does it become one that the program may reach."""
    monkeypatch.setattr(relay, "MAX_CALLS", 500)
    judgement = put(judge_in_boxes, "while f(1): pass", "def f(i): return True")
    assert judgement.verdict in (Verdict.UNVERIFIABLE, Verdict.TIME_LIMIT_EXCEEDED)
    assert not judgement.score


@pytest.mark.parametrize(
    "test",
    [
        "import os\nf(1)\nassert os.path.exists('/tmp/written')",
        "def test_log(caplog):\n    f(1)\n    assert 'done' in caplog.text",
        "import asyncio\nasync def g(): return await asyncio.gather(f(1))\nassert asyncio.run(g()) == [0]",
    ],
    ids=["files", "a log", "coroutines side by side"],
)
def test_what_takes_one_process_is_not_held_against_a_program(judge_in_boxes: Judge, test: str) -> None:
    judgement = put(judge_in_boxes, test, "async def f(n):\n    return n")
    assert (judgement.verdict, judgement.score) == (Verdict.UNVERIFIABLE, None)
    failing = put(judge_in_boxes, test, "def g(n): return 3")
    assert failing.score == (None if "caplog" in test else 0.0), failing.reason


def test_class_derived_from_the_programs_is_not_held_against_a_program(judge_in_boxes: Judge) -> None:
    test = "class Own(f):\n    pass\nassert Own().x == 1"
    judgement = put(judge_in_boxes, test, "class f:\n    x = 1")
    assert (judgement.verdict, judgement.score) == (Verdict.UNVERIFIABLE, None)


def test_computing_with_an_object_and_a_value_is_not_held_against_a_program(judge_in_boxes: Judge) -> None:
    test = "assert ({}).x == 2"
    vector = (
        "class V:\n    def __init__(self, x): self.x = x\n    def __mul__(self, k): return V(self.x * k)\n"
    )
    for sum_of_both in ("f(1) * 2", "2 * f(1)"):
        right = put(
            judge_in_boxes, test.format(sum_of_both), f"{vector}    __rmul__ = __mul__\ndef f(x): return V(x)"
        )
        assert (right.verdict, right.score) == (Verdict.UNVERIFIABLE, None)
        wrong = put(judge_in_boxes, test.format(sum_of_both), "def f(x): return lambda: x")
        assert wrong.score == 0.0
