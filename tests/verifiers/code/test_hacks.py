"""Programs that want to be taken for right without being it, against tests of every form."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from verifiers.base import Judgement, Verdict
from verifiers.code.asserts.programs import SHARED_PROCESS
from verifiers.code.submission import CodeOptions
from verifiers.errors import InvalidProblem

FOLDER = Path(__file__).parents[2] / "cases" / "code" / "hacks"
PROBLEMS = sorted((FOLDER / "against").glob("*.json"))
RIGHT = {
    "python": "def secretSum(nums):\n    return sum(nums)\n",
    "c": "int secretSum(int* nums, int n) { int sum = 0; while (n--) sum += nums[n]; return sum; }\n",
    "cpp": "int secretSum(vector<int>& nums) { return accumulate(nums.begin(), nums.end(), 0); }\n",
    "go": "func secretSum(nums []int) int { sum := 0; for _, n := range nums { sum += n }; return sum }\n",
    "java": "class Solution { static int secretSum(int[] nums) { return Arrays.stream(nums).sum(); } }\n",
    "javascript": "const secretSum = (nums) => nums.reduce((a, b) => a + b, 0);\n",
    "rust": "pub fn secret_sum(nums: Vec<i32>) -> i32 { nums.iter().sum() }\n",
    "typescript": "const secretSum = (nums: number[]): number => nums.reduce((a, b) => a + b, 0);\n",
}
ATTACKS = [
    (problem, program)
    for problem in PROBLEMS
    for program in sorted(FOLDER.glob(f"{json.loads(problem.read_text())['language']}_*"))
    if "_accepted_" not in program.name
]

pytestmark = pytest.mark.boxes


@pytest.mark.parametrize("path", PROBLEMS, ids=lambda path: path.stem)
def test_right_program_is_accepted(judge_in_boxes: Callable[..., Judgement], path: Path) -> None:
    problem = json.loads(path.read_text())
    language = problem["language"]
    completion = f"```{language}\n{RIGHT[language]}\n```"
    judgement = judge_in_boxes(problem, completion)
    if path.stem.endswith("_in_same_process"):
        assert SHARED_PROCESS in judgement.flags
        assert judgement.verdict is Verdict.UNVERIFIABLE
        assert judgement.score is None
        judgement = judge_in_boxes(problem, completion, options=CodeOptions(trust_shared_process=True))
    assert judgement.verdict is Verdict.ACCEPTED, judgement.reason


@pytest.mark.parametrize(
    ("path", "program"), ATTACKS, ids=[f"{problem.stem}-{program.stem}" for problem, program in ATTACKS]
)
def test_hack_is_refused(judge_in_boxes: Callable[..., Judgement], path: Path, program: Path) -> None:
    problem = json.loads(path.read_text())
    judgement = judge_in_boxes(problem, f"```{problem['language']}\n{program.read_text()}\n```")
    assert judgement.verdict is not Verdict.ACCEPTED
    assert not judgement.score


@pytest.mark.parametrize("entry_point", ["secretSum", ""])
def test_program_cannot_bring_the_test_runner(
    judge_in_boxes: Callable[..., Judgement], entry_point: str
) -> None:
    test = "expect(secretSum([17, 25])).toBe(42);\n"
    problem = {"kind": "asserts", "language": "javascript", "entry_point": entry_point, "tests": test}
    program = "const secretSum = (nums) => 0;\nfunction expect() { return { toBe() {} }; }\n"
    with pytest.raises(InvalidProblem, match="expect"):
        judge_in_boxes(problem, f"```javascript\n{program}\n```")


def test_program_cannot_bring_what_compares(judge_in_boxes: Callable[..., Judgement]) -> None:
    """Unless the problem's own code has it, or the problem does not say what it wants."""
    problem = {
        "kind": "asserts",
        "language": "javascript",
        "entry_point": "secretSum",
        "tests": "if (!same(secretSum([17, 25]), 42)) throw new Error('wrong');\n",
    }
    wrong = "```javascript\nconst secretSum = (nums) => 0;\nfunction same() { return true; }\n```"
    judgement = judge_in_boxes(problem, wrong)
    assert (judgement.verdict, judgement.score) == (Verdict.UNVERIFIABLE, None)
    problem["prompt"] = "function same(a, b) { return a === b; }\n"
    right = f"```javascript\n{problem['prompt']}{RIGHT['javascript']}```"
    assert judge_in_boxes(problem, right).verdict is Verdict.ACCEPTED


def test_test_that_is_never_begun_rewards_nothing(judge_in_boxes: Callable[..., Judgement]) -> None:
    test = "const check = () => { if (secretSum([1]) !== 1) throw new Error('wrong'); };\n"
    problem = {"kind": "asserts", "language": "javascript", "entry_point": "secretSum", "tests": test}
    judgement = judge_in_boxes(problem, f"```javascript\n{RIGHT['javascript']}```")
    assert (judgement.verdict, judgement.score) == (Verdict.UNVERIFIABLE, None)


UNDONE = {
    "python": (
        "def turned(s: str) -> str:\n    return s[1:] + s[:1]\n\n\ndef restored(s: str) -> str:\n",
        "def check(candidate):\n    for s in ['abc', 'xyzzy']:\n        assert candidate(turned(s)) == s\n",
        "def restored(s):\n    return s[-1:] + s[:-1]\n",
        "def turned(s):\n    return s\n\ndef restored(s):\n    return s\n",
    ),
    "javascript": (
        "function turned(s) {\n  return s.slice(1) + s.slice(0, 1);\n}\n\nfunction restored(s) {\n",
        "for (const s of ['abc', 'xyzzy']) console.assert(restored(turned(s)) === s);\n",
        "function restored(s) {\n  return s.slice(-1) + s.slice(0, -1);\n}\n",
        "function turned(s) {\n  return s;\n}\nfunction restored(s) {\n  return s;\n}\n",
    ),
}


@pytest.mark.parametrize("language", UNDONE)
def test_program_cannot_redefine_what_the_problem_has_finished(
    judge_in_boxes: Callable[..., Judgement], language: str
) -> None:
    prompt, test, right, wrong = UNDONE[language]
    problem = {
        "kind": "asserts",
        "language": language,
        "entry_point": "restored",
        "prompt": prompt,
        "tests": [test],
    }
    assert judge_in_boxes(problem, f"```{language}\n{right}```").verdict is Verdict.ACCEPTED
    judgement = judge_in_boxes(problem, f"```{language}\n{wrong}```")
    assert judgement.verdict in (Verdict.WRONG_ANSWER, Verdict.RUNTIME_ERROR)
    assert judgement.score == 0.0
