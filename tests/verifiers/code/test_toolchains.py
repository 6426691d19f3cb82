"""A language that is missing or broken here is never held against a program."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sandbox.base import CaseResult, Job, RunStatus, Usage
from sandbox.factory import make_sandbox
from verifiers.base import Judgement, Verdict
from verifiers.code.languages import Language, Languages, read_language
from verifiers.code.problem import Problem
from verifiers.code.submission import CodeSubmission
from verifiers.code.toolchains import BROKEN_S, WORKS_S, Toolchains
from verifiers.code.verifier import CodeVerifier
from verifiers.errors import LanguageUnavailable

MISSING_INTERPRETER = """
run = ["/usr/bin/no-such-interpreter", "/submission/main.txt"]
version = ["/usr/bin/no-such-interpreter", "--version"]
"""
MISSING_COMPILER = """
compile = ["no-such-compiler", "main.txt"]
run = ["/submission/main"]
version = ["no-such-compiler", "--version"]
"""
BROKEN_COMPILER = """
compile = ["python3", "-c", "import no_such_part_of_the_compiler"]
run = ["/submission/main"]
version = ["python3", "--version"]
"""
BROKEN_INTERPRETER = """
run = ["python3", "-c", "import no_such_part_of_the_interpreter"]
version = ["python3", "--version"]
"""
WORKING = """
run = ["python3", "/submission/main.txt"]
version = ["python3", "--version"]
"""


def language(folder: Path, commands: str) -> Language:
    file = folder / "odd.toml"
    file.write_text(
        'name = "odd"\ntitle = "Odd"\nsource = "main.txt"\npackage = "odd-compiler"\n'
        f"hello = 'print(\"hello\")'\n{commands}"
    )
    return read_language(file)


Judge = Callable[..., Judgement]


@pytest.fixture
def judge(tmp_path: Path) -> Iterator[Judge]:
    """`judge(commands, language=…, problem_language=…, source=…)`: a program in a language of its own."""
    with asyncio.Runner() as runner:
        sandbox = make_sandbox(boxes=2, queue=16)
        runner.run(sandbox.start())

        def judge(
            commands: str, *, asked: str | None = None, in_problem: str | None = None, source: str = "x"
        ) -> Judgement:
            languages = Languages([*Languages.load(), language(tmp_path, commands)])
            problem = {"kind": "stdio", "tests": [{"input": "", "output": "1"}]}
            submission = CodeSubmission(
                completion=f"```odd\n{source}\n```",
                problem=Problem.from_json({**problem, "language": in_problem} if in_problem else problem),
                language=asked,
            )
            return runner.run(CodeVerifier(sandbox, languages).judge(submission))

        try:
            if not sandbox.readiness().available:
                pytest.skip(sandbox.readiness().reason)
            yield judge
        finally:
            runner.run(sandbox.close())


@pytest.mark.boxes
@pytest.mark.parametrize(
    "commands", [MISSING_INTERPRETER, MISSING_COMPILER, BROKEN_COMPILER, BROKEN_INTERPRETER]
)
def test_language_that_was_asked_for_and_does_not_work_is_our_failure(judge: Judge, commands: str) -> None:
    with pytest.raises(LanguageUnavailable, match=r"Odd does not work here: .*odd-compiler"):
        judge(commands, asked="odd")
    with pytest.raises(LanguageUnavailable):
        judge(commands, in_problem="odd")


@pytest.mark.boxes
@pytest.mark.parametrize("commands", [MISSING_INTERPRETER, MISSING_COMPILER])
def test_language_that_the_model_chose_and_does_not_work_stops_nobody(judge: Judge, commands: str) -> None:
    judgement = judge(commands)
    assert (judgement.verdict, judgement.score) == (Verdict.UNVERIFIABLE, None)
    assert "odd-compiler" in judgement.reason


@pytest.mark.boxes
@pytest.mark.parametrize("source", ["import sys; sys.exit(127)", "import sys; sys.exit(126)", "("])
def test_program_that_fails_by_itself_keeps_its_verdict(judge: Judge, source: str) -> None:
    judgement = judge(WORKING, asked="odd", source=source)
    assert (judgement.verdict, judgement.score) == (Verdict.RUNTIME_ERROR, 0.0)


class ScriptedSandbox:
    """Works, or lacks what it is asked to run; counts how often it was tried."""

    name = "scripted"

    def __init__(self) -> None:
        self.works = True
        self.tried = 0

    @asynccontextmanager
    async def run(self, job: Job, *, beside: bool = False) -> AsyncIterator["ScriptedSandbox"]:
        del beside
        self.asked_for_version = not job.files
        self.tried += self.asked_for_version
        yield self

    async def compiled(self) -> None:
        await asyncio.sleep(0)

    async def results(self) -> AsyncIterator[CaseResult]:
        await asyncio.sleep(0)
        yield CaseResult(
            index=0,
            status=RunStatus.EXITED,
            exit_code=0 if self.works else 127,
            signal=None,
            usage=Usage(cpu_ms=1.0, wall_ms=1.0, memory_bytes=1),
            stdout=b"version 1.2" if self.asked_for_version else b"hello\n",
            stderr=b"",
        )


class Clock:
    """Stands still unless told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_is_known_is_asked_again_after_a_while(tmp_path: Path) -> None:
    sandbox, clock = ScriptedSandbox(), Clock()
    toolchains = Toolchains(sandbox, clock)  # type: ignore[arg-type]
    odd = language(tmp_path, WORKING)

    def fault(*, not_executed: bool = False) -> str:
        return asyncio.run(toolchains.fault(odd, not_executed=not_executed))

    assert fault() == ""
    assert fault() == ""
    assert sandbox.tried == 1
    sandbox.works = False
    clock.now += 1
    assert fault() == "", "it worked a second ago"
    assert "odd-compiler" in fault(not_executed=True), "a command that is not there is a reason to look"
    assert fault() != ""
    assert sandbox.tried == 2
    sandbox.works = True
    clock.now += BROKEN_S
    assert fault() == ""
    clock.now += WORKS_S
    assert fault() == ""
    assert sandbox.tried == 4


def test_many_who_ask_at_once_get_one_answer(tmp_path: Path) -> None:
    sandbox = ScriptedSandbox()
    odd = language(tmp_path, WORKING)

    async def scenario() -> list[str]:
        toolchains = Toolchains(sandbox)  # type: ignore[arg-type]
        return await asyncio.gather(*(toolchains.fault(odd, not_executed=True) for _ in range(20)))

    assert asyncio.run(scenario()) == [""] * 20
    assert sandbox.tried == 1
