"""A verifier over real boxes, behind a plain call."""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from sandbox.factory import make_sandbox
from verifiers.base import Judgement
from verifiers.code.languages import Languages
from verifiers.code.problem import Problem
from verifiers.code.submission import CodeOptions, CodeSubmission
from verifiers.code.verifier import CodeVerifier


@pytest.fixture(scope="module")
def judge_in_boxes() -> Iterator[Callable[..., Judgement]]:
    """`judge_in_boxes(problem, completion, options=…, language=…)`, with one sandbox for a module's tests."""
    with asyncio.Runner() as runner:
        sandbox = make_sandbox(boxes=2, queue=16)
        runner.run(sandbox.start())
        verifier = CodeVerifier(sandbox, Languages.load())

        def judge(
            problem: object,
            completion: str,
            *,
            options: CodeOptions | None = None,
            language: str | None = None,
        ) -> Judgement:
            submission = CodeSubmission(
                completion=completion,
                problem=Problem.from_json(problem),
                language=language,
                options=options or CodeOptions(),
            )
            return runner.run(verifier.judge(submission))

        try:
            readiness = sandbox.readiness()
            if not readiness.available:
                pytest.skip(readiness.reason)
            yield judge
        finally:
            runner.run(sandbox.close())
