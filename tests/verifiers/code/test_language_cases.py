"""Programs in many languages, judged in real boxes.

Every folder of `tests/cases/code` is a problem with programs named
`<language>_<verdict>[_<why>].<extension>`; adding one needs no Python.
"""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.base import Sandbox
from sandbox.factory import make_sandbox
from verifiers.base import Judgement, Verdict
from verifiers.code.language_probe import probe
from verifiers.code.languages import Languages
from verifiers.code.problem import Kind, Problem
from verifiers.code.submission import CodeOptions, CodeSubmission
from verifiers.code.verifier import CodeVerifier

FOLDER = Path(__file__).parents[2] / "cases" / "code"
PROGRAMS = sorted(path for path in FOLDER.glob("*/*_*.*") if path.name != "problem.json")

pytestmark = pytest.mark.boxes


class Judge:
    """A sandbox and what can run in it, behind plain calls."""

    def __init__(self, runner: asyncio.Runner, sandbox: Sandbox) -> None:
        self._runner = runner
        languages = Languages.load()
        self._verifier = CodeVerifier(sandbox, languages)
        self.missing = {
            status.name: status.reason
            for status in runner.run(probe(languages, sandbox))
            if not status.available
        }

    def judge(self, problem: Problem, program: str, language: str) -> Judgement:
        completion = f"```{language}\n{program}\n```"
        options = CodeOptions(trust_shared_process=True)
        submission = CodeSubmission(
            completion=completion, problem=problem, language=language, options=options
        )
        return self._runner.run(self._verifier.judge(submission))


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    with asyncio.Runner() as runner:
        sandbox = make_sandbox(boxes=2, queue=16)
        runner.run(sandbox.start())
        try:
            readiness = sandbox.readiness()
            if not readiness.available:
                pytest.skip(readiness.reason)
            yield Judge(runner, sandbox)
        finally:
            runner.run(sandbox.close())


def expected_verdict(name: str) -> Verdict:
    rest = name.partition("_")[2]
    return next(verdict for verdict in Verdict if rest == verdict or rest.startswith(f"{verdict}_"))


def has_types(path: Path) -> bool:
    """Whether the program's problem calls functions, which have types."""
    problem = json.loads((path.parent / "problem.json").read_text())
    return bool(problem["kind"] != Kind.STDIO)


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_program_gets_its_verdict(judge: Judge, path: Path) -> None:
    language = path.name.partition("_")[0]
    if language in judge.missing:
        pytest.skip(judge.missing[language])
    problem = Problem.from_json(json.loads((path.parent / "problem.json").read_text()))
    judgement = judge.judge(problem, path.read_text(), language)
    detail = judgement.compile.stderr if judgement.compile is not None else ""
    assert judgement.verdict == expected_verdict(path.stem), f"{judgement.reason}\n{detail}"
    assert judgement.score == (1.0 if judgement.verdict is Verdict.ACCEPTED else 0.0)


@pytest.mark.parametrize(
    "path",
    [path for path in PROGRAMS if expected_verdict(path.stem) is Verdict.ACCEPTED and has_types(path)],
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_types_are_read_from_the_program_where_the_problem_has_no_signature(judge: Judge, path: Path) -> None:
    language = path.name.partition("_")[0]
    if language in judge.missing:
        pytest.skip(judge.missing[language])
    data = json.loads((path.parent / "problem.json").read_text())
    data.pop("signature", None)
    judgement = judge.judge(Problem.from_json(data), path.read_text(), language)
    assert judgement.verdict is Verdict.ACCEPTED, judgement.reason
