"""What version 1 takes and answers where all goes well, for the API's description: forms and examples.

Nothing is read or written by these; a test holds answers to the forms and has every example answered.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from verifiers.base import Verdict

__all__ = [
    "ANSWERS_BATCH",
    "ANSWERS_VERIFY",
    "BATCH_EXAMPLES",
    "VERIFY_EXAMPLES",
    "BatchAnswer",
    "VerifyAnswer",
]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Timing(_Form):
    """How long it took."""

    queue_ms: float = Field(description="In which it waited for a worker or a box.")
    verify_ms: float = Field(description="In which it was judged.")


class CaseAnswer(_Form):
    """One test; the last five only with `options.case_details`, each cut after 2,000 characters."""

    index: int = Field(description="Its place among the problem's tests, from 0.")
    verdict: Verdict
    cpu_ms: float | None
    wall_ms: float | None
    memory_bytes: int | None
    reason: str = Field(description="Empty where it passed.")
    input: str | None = None
    expected: str | None = None
    actual: str | None = None
    stdout: str | None = None
    stderr: str | None = None


class CompileAnswer(_Form):
    """How compiling went, where there was anything to compile."""

    verdict: Verdict
    wall_ms: float | None
    stderr: str


class ErrorAnswer(_Form):
    """What is wrong with an item of a batch."""

    code: str = Field(description="The error's name, for programs.")
    message: str = Field(description="A sentence that says what to do.")
    field: str | None = Field(None, description="Dotted path of the field that is meant.")


class VerifyAnswer(_Form):
    """A reward and its reasons."""

    id: str | int | None = Field(description="As sent.")
    reward: float | None = Field(description="The scalar; null where nothing could be judged.")
    components: dict[str, float | None] = Field(description="Every component that was asked for.")
    verdict: Verdict
    reason: str = Field(description="One sentence for a person.")
    extracted: str | None = Field(description="The answer or the program that was judged.")
    flags: list[str] = Field(description="What was doubtful.")
    cached: bool = Field(description="Whether the same work had been done before.")
    details: dict[str, Any] | None = Field(
        None, description="How it was read: gold, answer, rung and marker; of programs the checker."
    )
    explanation: dict[str, Any] | None = Field(None, description="Mathematics, with `options.explain`.")
    language: str | None = Field(None, description="Code: which one it was judged as.")
    passed: int | None = Field(None, description="Code: tests that passed.")
    total: int | None = Field(None, description="Code: tests there are.")
    cases: list[CaseAnswer] | None = Field(None, description="Code: each test, in the problem's order.")
    compile: CompileAnswer | None = None
    timing: Timing
    metadata: Any = Field(None, description="As sent.")


class RefusedItem(_Form):
    """An item of a batch that is wrong, or that the service failed at; the others are judged as usual."""

    id: str | int | None
    reward: None
    verdict: Literal["invalid", "invalid_gold", "internal_error"]
    reason: str
    error: ErrorAnswer


class GroupAnswer(_Form):
    """The samples of one prompt."""

    count: int
    scored: int = Field(description="Of these, how many have a reward.")
    mean: float | None
    std: float | None
    advantages: list[float | None] | None = Field(None, description="In the order of the group's items.")
    degenerate: bool = Field(description="Whether all rewards are equal, so that nothing can be learnt.")


class BatchAnswer(_Form):
    """Rewards in the order of the items."""

    results: list[VerifyAnswer | RefusedItem]
    groups: dict[str, GroupAnswer] = Field(description="By the `group` that items name.")


_CPP = """```cpp
class Solution {
public:
  int addDigits(int n) { return n == 0 ? 0 : 1 + (n - 1) % 9; }
};
```"""

VERIFY_EXAMPLES: Mapping[str, Any] = {
    "mathematics": {
        "summary": "a math answer",
        "value": {"id": "a", "completion": "The answer is \\boxed{\\frac{1}{2}}.", "gold": "0.5"},
    },
    "a program": {
        "summary": "a program, tested on standard input",
        "value": {
            "completion": "```python\nprint(int(input()) * 2)\n```",
            "problem": {"kind": "stdio", "tests": [{"input": "21\n", "output": "42\n"}]},
        },
    },
    "a function": {
        "summary": "a LeetCode method in C++, with partial credit",
        "value": {
            "completion": _CPP,
            "problem": {
                "kind": "function",
                "entry_point": "addDigits",
                "tests": [{"input": [38], "output": 2}, {"input": [0], "output": 0}],
            },
            "options": {"scoring": "fraction"},
        },
    },
    "rewards": {
        "summary": "accuracy and format",
        "value": {
            "completion": "<think>3 times 4</think> <answer>12</answer>",
            "gold": "12",
            "rewards": {"accuracy": 1.0, "format": 0.5},
        },
    },
}
BATCH_EXAMPLES: Mapping[str, Any] = {
    "a group": {
        "summary": "two samples of one prompt, with advantages",
        "value": {
            "defaults": {"gold": "12", "group": "prompt 1"},
            "items": [{"id": "a", "completion": "\\boxed{12}"}, {"id": "b", "completion": "\\boxed{7}"}],
            "advantages": "grpo",
        },
    }
}
_MATHEMATICS: Mapping[str, Any] = {
    "id": "a",
    "reward": 1.0,
    "components": {"accuracy": 1.0},
    "verdict": "accepted",
    "reason": "The numbers are the same.",
    "extracted": "\\frac{1}{2}",
    "flags": [],
    "cached": False,
    "details": {"gold": "0.5", "answer": "\\frac{1}{2}", "rung": "number", "marker": "boxed"},
    "timing": {"queue_ms": 0.0, "verify_ms": 1.74},
}
_A_GROUP: Mapping[str, Any] = {
    "results": [
        {
            **_MATHEMATICS,
            "reason": "The texts are the same.",
            "extracted": "12",
            "details": {"gold": "12", "answer": "12", "rung": "text", "marker": "boxed"},
        },
        {
            **_MATHEMATICS,
            "id": "b",
            "reward": 0.0,
            "components": {"accuracy": 0.0},
            "verdict": "wrong_answer",
            "reason": "The numbers differ.",
            "extracted": "7",
            "details": {"gold": "12", "answer": "7", "rung": "number", "marker": "boxed"},
        },
    ],
    "groups": {
        "prompt 1": {
            "count": 2,
            "scored": 2,
            "mean": 0.5,
            "std": 0.5,
            "advantages": [1.0, -1.0],
            "degenerate": False,
        }
    },
}


def _answers(model: type[BaseModel], title: str, example: object) -> dict[int | str, dict[str, Any]]:
    examples = {title: {"summary": title, "value": example}}
    return {
        200: {
            "model": model,
            "description": "Judged.",
            "content": {"application/json": {"examples": examples}},
        }
    }


ANSWERS_VERIFY = _answers(VerifyAnswer, "mathematics", _MATHEMATICS)
ANSWERS_BATCH = _answers(BatchAnswer, "a group", _A_GROUP)
