import asyncio

import pytest

from service.inline_problems import InlineProblems, size_up_to
from verifiers.code.problem import Problem


def _problem(number: int) -> dict[str, object]:
    return {"kind": "stdio", "tests": [{"input": str(number), "output": str(number)}]}


def _read(problems: InlineProblems, number: int) -> Problem:
    return asyncio.run(problems.read(_problem(number)))


def test_equal_problems_are_one_object() -> None:
    problems = InlineProblems()
    first = _read(problems, 1)
    reordered = dict(reversed(_problem(1).items()))
    assert asyncio.run(problems.read(reordered)) is first
    assert _read(problems, 2) is not first


def test_the_one_used_longest_ago_is_forgotten() -> None:
    problems = InlineProblems(max_bytes=3_000)  # room for two
    first, second = _read(problems, 1), _read(problems, 2)
    assert _read(problems, 1) is first
    _read(problems, 3)
    assert _read(problems, 1) is first
    assert _read(problems, 2) is not second


def test_one_larger_than_the_memory_is_read_each_time() -> None:
    problems = InlineProblems(max_bytes=10)
    assert _read(problems, 1) == _read(problems, 1)


@pytest.mark.parametrize(
    ("data", "size"),
    [(None, 1), ("abc", 4), ([1, "ab"], 7), ({"ab": [1]}, 8), ("a" * 100, 50), ([[]] * 1000, 50)],
)
def test_sizes_are_counted_no_further_than_asked(data: object, size: int) -> None:
    assert size_up_to(50, data) == size
