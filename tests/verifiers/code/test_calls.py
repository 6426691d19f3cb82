"""What a program claims to have returned, read and compared without its box."""

import asyncio
import json

import pytest

from sandbox.base import CaseResult, RunStatus, Usage
from verifiers.base import Verdict
from verifiers.code import values
from verifiers.code.calls import FEW_PARTS, CallTrial
from verifiers.code.drivers import Build
from verifiers.code.problem import Problem
from verifiers.code.trial import Finding
from verifiers.code.values import Json


def judge(expected: Json, answer: bytes, checker: str = "value") -> Finding:
    problem = Problem.from_json(
        {
            "kind": "function",
            "entry_point": "f",
            "tests": [{"input": [1], "output": expected}],
            "checker": checker,
        }
    )
    result = CaseResult(
        index=0,
        status=RunStatus.EXITED,
        exit_code=0,
        signal=None,
        usage=Usage(cpu_ms=1, wall_ms=1, memory_bytes=1),
        stdout=b"",
        stderr=b"",
        answer=answer,
    )
    return asyncio.run(CallTrial(problem, Build(files={}), None).judge(0, result))


@pytest.mark.parametrize("checker", ["value", "exact", "unordered"])
def test_an_answer_with_far_more_items_than_the_right_one_is_never_read(
    monkeypatch: pytest.MonkeyPatch, checker: str
) -> None:
    """To read millions of them would hold up the service for seconds."""
    monkeypatch.setattr(json, "loads", lambda *_, **__: pytest.fail("it was read"))
    for items in (b"[],", b"{},", b"1,"):
        finding = judge([1, 2], b'{"value":[' + items * FEW_PARTS + b"[]]}", checker)
        assert finding.verdict is Verdict.WRONG_ANSWER
        assert "items" in finding.reason


def test_an_answer_of_many_items_is_right_where_as_many_are_expected() -> None:
    many: list[Json] = [[number, "a,[{"] for number in range(3 * FEW_PARTS)]
    right = values.write_json({"value": many}).encode()
    assert judge(many, right).verdict is Verdict.ACCEPTED
    assert judge(many[:-1], right).verdict is Verdict.WRONG_ANSWER
