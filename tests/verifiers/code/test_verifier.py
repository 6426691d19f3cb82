"""What a judgement says, with real boxes."""

from collections.abc import Callable

import pytest

from verifiers.base import Judgement, Verdict
from verifiers.code.problem import LimitOverrides
from verifiers.code.submission import CodeOptions
from verifiers.errors import InvalidProblem, InvalidSubmission, JudgingFailed

pytestmark = pytest.mark.boxes

Judge = Callable[..., Judgement]


def sums(**more: object) -> dict[str, object]:
    tests = [
        {"input": f"{n} 2", "output": str(n + 2), "weight": n, "group": "odd" if n % 2 else "even"}
        for n in (1, 2, 3)
    ]
    return {"kind": "stdio", "tests": tests, **more}


ADD = "```python\na, b = map(int, input().split())\nprint(a + b)\n```"
ODD = "```python\na, b = map(int, input().split())\nprint(a + b if a % 2 else 0)\n```"


def test_right_program(judge_in_boxes: Judge) -> None:
    judgement = judge_in_boxes(sums(), ADD)
    assert (judgement.verdict, judgement.score) == (Verdict.ACCEPTED, 1.0)
    assert (judgement.passed, judgement.total, judgement.language) == (3, 3, "python")
    assert judgement.extracted == "a, b = map(int, input().split())\nprint(a + b)"
    assert judgement.details["checker"] == "lines"


def test_cases_behind_the_first_failure_are_skipped(judge_in_boxes: Judge) -> None:
    judgement = judge_in_boxes(sums(), ODD)
    assert judgement.cases is not None
    assert [case.verdict for case in judgement.cases] == ["accepted", "wrong_answer", "skipped"]
    assert (judgement.verdict, judgement.score) == (Verdict.WRONG_ANSWER, 0.0)


def test_details_change_no_verdict(judge_in_boxes: Judge) -> None:
    judgement = judge_in_boxes(sums(), ODD, options=CodeOptions(case_details=True))
    assert judgement.cases is not None
    assert [case.verdict for case in judgement.cases] == ["accepted", "wrong_answer", "accepted"]
    assert judgement.cases[1].stdout == "0\n"
    assert (judgement.verdict, judgement.score) == (Verdict.WRONG_ANSWER, 0.0)


@pytest.mark.parametrize(
    ("scoring", "score"), [("fraction", 2 / 3), ("weighted", 4 / 6), ("subtasks", 3 / 5)]
)
def test_partial_scores(judge_in_boxes: Judge, scoring: str, score: float) -> None:
    assert judge_in_boxes(sums(scoring=scoring), ODD).score == pytest.approx(score)


@pytest.mark.parametrize(
    ("code", "limits", "verdict"),
    [
        ("while True: pass", {"cpu_ms": 200}, Verdict.TIME_LIMIT_EXCEEDED),
        ("import time; time.sleep(60)", {"wall_ms": 300}, Verdict.TIME_LIMIT_EXCEEDED),
        ("x = bytearray(10**9)", {"memory_bytes": 64 * 1024**2}, Verdict.MEMORY_LIMIT_EXCEEDED),
        ("while True: print('x' * 10**6)", {"output_bytes": 10**6}, Verdict.OUTPUT_LIMIT_EXCEEDED),
        ("1 / 0", {}, Verdict.RUNTIME_ERROR),
        ("import os; os.kill(os.getpid(), 11)", {}, Verdict.RUNTIME_ERROR),
        ("(", {}, Verdict.RUNTIME_ERROR),
    ],
)
def test_each_end_has_its_verdict(
    judge_in_boxes: Judge, code: str, limits: dict[str, int], verdict: Verdict
) -> None:
    judgement = judge_in_boxes(sums(limits=limits), f"```python\n{code}\n```")
    assert (judgement.verdict, judgement.score) == (verdict, 0.0)


def test_compile_error_shows_the_compilers_words(judge_in_boxes: Judge) -> None:
    judgement = judge_in_boxes(sums(), "```cpp\nint main() { return x; }\n```")
    assert judgement.verdict is Verdict.COMPILE_ERROR
    assert judgement.compile is not None
    assert "not declared" in judgement.compile.stderr
    assert judgement.reason.startswith("the compiler failed: it exited with status 1: main.cpp:1:")
    assert "not declared" in judgement.reason


def test_nothing_to_judge(judge_in_boxes: Judge) -> None:
    judgement = judge_in_boxes(sums(), "No idea.")
    assert (judgement.verdict, judgement.score, judgement.extracted) == (Verdict.NO_ANSWER, 0.0, None)


def test_same_work_is_done_once(judge_in_boxes: Judge) -> None:
    first = judge_in_boxes(sums(title="once"), ADD)
    again = judge_in_boxes(sums(title="once"), "In other words:\n" + ADD)
    assert (first.cached, again.cached) == (False, True)
    assert again.verdict is first.verdict


def test_special_judge(judge_in_boxes: Judge) -> None:
    source = (
        "import sys\n"
        "given, output, expected = (open(name).read().split() for name in sys.argv[1:4])\n"
        "sys.exit(0 if int(output[0]) % int(given[0]) == 0 and not expected else 1)\n"
    )
    problem = {
        "kind": "stdio",
        "checker": {"name": "program", "language": "python", "source": source},
        "tests": [{"input": "7"}, {"input": "5"}],
    }
    assert judge_in_boxes(problem, "```python\nprint(3 * int(input()))\n```").verdict is Verdict.ACCEPTED
    assert judge_in_boxes(problem, "```python\nprint(14)\n```").verdict is Verdict.WRONG_ANSWER
    assert judge_in_boxes(problem, "```python\nprint('x')\n```").verdict is Verdict.WRONG_ANSWER


def test_special_judge_that_prints_a_score(judge_in_boxes: Judge) -> None:
    """A score that is no number comes of an output that cannot be scored."""
    checker = {"name": "program", "language": "python", "source": "print(float(open('output.txt').read()))"}
    problem = {"kind": "stdio", "checker": checker, "tests": [{"input": ""}]}
    for printed, verdict in (
        ("1", Verdict.ACCEPTED),
        ("0.5", Verdict.WRONG_ANSWER),
        ("nan", Verdict.WRONG_ANSWER),
    ):
        assert judge_in_boxes(problem, f"```python\nprint('{printed}')\n```").verdict is verdict


def test_output_that_breaks_the_special_judge_is_wrong_if_the_expected_one_does_not(
    judge_in_boxes: Judge,
) -> None:
    """A judge that breaks on both says nothing about the program."""
    source = "import os, sys\nif not open('output.txt').read().strip().isdigit(): os._exit(7)\n"
    problem = {"kind": "stdio", "checker": {"name": "program", "language": "python", "source": source}}
    breaks = "```python\nprint('x')\n```"
    judgement = judge_in_boxes({**problem, "tests": [{"input": "1", "output": "7"}]}, breaks)
    assert (judgement.verdict, judgement.score) == (Verdict.WRONG_ANSWER, 0.0)
    for tests in ([{"input": "1"}], [{"input": "1", "output": "seven"}]):
        with pytest.raises(JudgingFailed):
            judge_in_boxes({**problem, "tests": tests}, breaks)


def test_special_judge_gets_its_files_in_the_order_that_it_expects(judge_in_boxes: Judge) -> None:
    checker: dict[str, object] = {
        "name": "program",
        "language": "python",
        "source": "import sys\nprint(*(open(name).read().strip() for name in sys.argv[1:]))\nsys.exit(1)\n",
    }
    problem = {"kind": "stdio", "checker": checker, "tests": [{"input": "given", "output": "expected"}]}
    said = judge_in_boxes(problem, "```python\nprint('output')\n```").reason
    assert said == "test 0: the special judge says: given output expected"
    checker["arguments"] = ["expected", "input", "output"]
    said = judge_in_boxes(problem, "```python\nprint('output')\n```").reason
    assert said == "test 0: the special judge says: expected given output"


def test_files_instead_of_streams(judge_in_boxes: Judge) -> None:
    problem = {
        "kind": "stdio",
        "input_file": "in.txt",
        "output_file": "out.txt",
        "tests": [{"input": "4", "output": "8"}],
    }
    right = "```python\nopen('out.txt', 'w').write(str(2 * int(open('in.txt').read())))\n```"
    assert judge_in_boxes(problem, right).verdict is Verdict.ACCEPTED
    assert judge_in_boxes(problem, "```python\nprint(8)\n```").verdict is Verdict.WRONG_ANSWER


def test_what_there_is_not_is_the_callers_mistake(judge_in_boxes: Judge) -> None:
    with pytest.raises(InvalidSubmission) as submission:
        judge_in_boxes(sums(), ADD, language="cobol")
    assert submission.value.field == "language"
    with pytest.raises(InvalidProblem) as problem:
        judge_in_boxes(sums(language="cobol"), ADD)
    assert problem.value.field == "problem.language"


def test_limits_of_a_request_go_before_those_of_the_problem(judge_in_boxes: Judge) -> None:
    options = CodeOptions(limits=LimitOverrides(cpu_ms=100))
    problem = sums(limits={"cpu_ms": 5_000})
    judgement = judge_in_boxes(problem, "```python\nwhile True: pass\n```", options=options)
    assert judgement.verdict is Verdict.TIME_LIMIT_EXCEEDED
    assert judgement.cases is not None
    assert judgement.cases[0].cpu_ms is not None
    assert judgement.cases[0].cpu_ms < 2_000
