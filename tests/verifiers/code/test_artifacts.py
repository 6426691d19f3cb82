"""Compiled programs are found again by another verifier, and dropped when they are damaged."""

import asyncio
from pathlib import Path

import pytest

from sandbox.factory import make_sandbox
from verifiers.base import Judgement, Verdict
from verifiers.code.artifact_folder import ArtifactFolder
from verifiers.code.languages import Languages
from verifiers.code.problem import Problem
from verifiers.code.submission import CodeSubmission
from verifiers.code.verifier import CodeVerifier

pytestmark = pytest.mark.boxes
PROGRAM = '#include <cstdio>\nint main() { int n; std::scanf("%d", &n); std::printf("%d", n + 1); }\n'


def judged(program: str, folder: Path) -> Judgement:
    """By a verifier of its own, whose memory is empty."""

    async def judge() -> Judgement:
        sandbox = make_sandbox(boxes=2, queue=16)
        await sandbox.start()
        try:
            if not sandbox.readiness().available:
                pytest.skip(sandbox.readiness().reason)
            verifier = CodeVerifier(
                sandbox, Languages.load(), artifact_folder=ArtifactFolder(folder, 64 * 1024 * 1024)
            )
            problem = Problem.from_json({"kind": "stdio", "tests": [{"input": "1", "output": "2"}]})
            return await verifier.judge(CodeSubmission(completion=f"```cpp\n{program}```", problem=problem))
        finally:
            await sandbox.close()

    return asyncio.run(judge())


def test_program_seen_before_is_not_compiled_again(tmp_path: Path) -> None:
    first, second = judged(PROGRAM, tmp_path), judged(PROGRAM, tmp_path)
    assert first.verdict is second.verdict is Verdict.ACCEPTED
    assert first.compile is not None
    assert second.compile is None


def test_damaged_program_is_compiled_anew(tmp_path: Path) -> None:
    judged(PROGRAM, tmp_path)
    (entry,) = tmp_path.iterdir()
    entry.write_bytes(entry.read_bytes()[:-100])
    again = judged(PROGRAM, tmp_path)
    assert again.verdict is Verdict.ACCEPTED
    assert again.compile is not None


def test_program_that_does_not_compile_leaves_nothing(tmp_path: Path) -> None:
    assert judged("int main( {}\n", tmp_path).verdict is Verdict.COMPILE_ERROR
    assert list(tmp_path.iterdir()) == []


JUDGE = """
#include <fstream>
int main(int, char** names) {
    std::ifstream output(names[2]);
    int number;
    return output >> number && number > 1 ? 0 : 1;
}
"""


def test_special_judge_is_compiled_once_for_all_submissions() -> None:
    judge = {"name": "program", "language": "cpp", "source": JUDGE}
    tests = [{"input": "", "output": "2"}]
    problem = Problem.from_json({"kind": "stdio", "tests": tests, "checker": judge})

    async def judge_all() -> tuple[list[Judgement], int]:
        sandbox = make_sandbox(boxes=2, queue=16)
        await sandbox.start()
        try:
            if not sandbox.readiness().available:
                pytest.skip(sandbox.readiness().reason)
            verifier = CodeVerifier(sandbox, Languages.load())
            completions = [f"```python\nprint({number})\n```" for number in (3, 2, 1)]
            judged = [
                await verifier.judge(CodeSubmission(completion=completion, problem=problem))
                for completion in completions
            ]
            return judged, verifier.caches["artifacts"].misses
        finally:
            await sandbox.close()

    judged, compilations = asyncio.run(judge_all())
    assert [judgement.score for judgement in judged] == [1.0, 1.0, 0.0]
    assert compilations == 1
