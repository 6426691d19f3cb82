"""A verifier over real boxes, behind a plain call."""

import asyncio
from collections.abc import Callable, Iterator, Sequence

import pytest

from sandbox.factory import make_sandbox
from verifiers.base import Judgement
from verifiers.code.languages import Languages
from verifiers.code.problem import Problem
from verifiers.code.submission import CodeOptions, CodeSubmission
from verifiers.code.verifier import CodeVerifier

BOXES_TOGETHER = 4


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


@pytest.fixture(scope="module")
def parameters(request: pytest.FixtureRequest) -> Callable[[str], list[object]]:
    """`parameters(name)`: the values of this parameter in the tests of the module that will run."""

    def find(name: str) -> list[object]:
        items = [item for item in request.session.items if isinstance(item, pytest.Function)]
        own = [item for item in items if item.module is request.module and hasattr(item, "callspec")]
        return [item.callspec.params[name] for item in own if name in item.callspec.params]

    return find


@pytest.fixture(scope="module")
def judge_together() -> Callable[[Sequence[CodeSubmission]], list[Judgement]]:
    """Judges many submissions at once, for tests most of whose time is waiting for programs."""

    async def judge_all(submissions: Sequence[CodeSubmission]) -> list[Judgement]:
        sandbox = make_sandbox(boxes=BOXES_TOGETHER, queue=BOXES_TOGETHER)
        await sandbox.start()
        try:
            readiness = sandbox.readiness()
            if not readiness.available:
                pytest.skip(readiness.reason)
            verifier = CodeVerifier(sandbox, Languages.load())
            places = asyncio.Semaphore(BOXES_TOGETHER)

            async def judge(submission: CodeSubmission) -> Judgement:
                async with places:
                    return await verifier.judge(submission)

            return list(await asyncio.gather(*map(judge, submissions)))
        finally:
            await sandbox.close()

    return lambda submissions: asyncio.run(judge_all(submissions))
