"""Tests that are programs, run in another box than the candidate's."""

import asyncio
from contextlib import aclosing

from sandbox.base import Command, Job, Limits, Sandbox
from sandbox.errors import BoxFailed
from verifiers.base import CaseJudgement, Verdict
from verifiers.code.artifacts import Artifacts
from verifiers.code.asserts.apart import ApartTest
from verifiers.code.asserts.programs import joined
from verifiers.code.asserts.relay import NO_CALL, Relay, UnrelayableError
from verifiers.code.conclusion import Outcome, case_judgement, compile_judgement, skipped
from verifiers.code.drivers import Entry, driver_of
from verifiers.code.drivers.base import Apart
from verifiers.code.drivers.python import PythonDriver
from verifiers.code.extraction import Program
from verifiers.code.jobs import session_job
from verifiers.code.off_loop import off_loop
from verifiers.code.outcomes import depends_on_load
from verifiers.code.problem import Kind, asserts_of
from verifiers.code.starter_code import finished, finished_in_python
from verifiers.code.submission import CodeSubmission
from verifiers.code.toolchains import was_not_executed
from verifiers.code.trial_run import BOX_ATTEMPTS
from verifiers.errors import JudgingFailed

ENTRY_OF_CHECKS = Entry(kind=Kind.FUNCTION, name="", arity=0)
"""Requests of asserts carry the names of what they call."""


class OutsideTests:
    """Has tests and programs talk to each other, in Python by objects, elsewhere by values."""

    def __init__(self, sandbox: Sandbox, artifacts: Artifacts) -> None:
        """`sandbox` makes at least two boxes at once."""
        self._sandbox = sandbox
        self._artifacts = artifacts
        self._entering = asyncio.Lock()

    async def run(self, submission: CodeSubmission, program: Program, source: str, limits: Limits) -> Outcome:
        """Judge `source`, which is the program and what the problem puts before it.

        Raises:
            UnrelayableError: the test cannot be run so.
            ProgramRefusedError: the program cannot be put together at all.
            JudgingFailed: boxes break again and again.
        """
        if isinstance(driver_of(program.language), PythonDriver):
            return await self._relay(submission, program, source, limits)
        for attempt in range(BOX_ATTEMPTS):
            try:
                return await self._apart(submission, program, source, limits)
            except BoxFailed as error:
                if attempt + 1 == BOX_ATTEMPTS:
                    raise JudgingFailed(f"the box broke: {error}") from error
        raise AssertionError("unreachable")

    async def _apart(
        self, submission: CodeSubmission, program: Program, source: str, limits: Limits
    ) -> Outcome:
        problem, language = submission.problem, program.language
        test = joined(asserts_of(problem))
        starter = f"{problem.setup}\n{problem.prompt}"

        def put_together() -> Apart | None:
            given = finished(starter, problem.entry_point, language)
            return driver_of(language).apart(source, test.source, problem.entry_point, starter, given)

        apart = await off_loop(put_together, len(source) + len(starter))
        if apart is None:
            raise UnrelayableError("the types of what it calls cannot be sent")
        pair = ApartTest(
            self._sandbox,
            self._artifacts,
            language,
            candidate=session_job(program, Kind.FUNCTION, apart.candidate, limits),
            tester=session_job(program, Kind.FUNCTION, apart.tester, limits),
            entering=self._entering,
        )
        came = await pair.outcome()
        compilation = None if came.compiled is None else compile_judgement(came.compiled)
        if came.exchange is None:
            assert came.compiled is not None
            return Outcome(
                tests=[test],
                compile=compilation,
                cases=(),
                flags=(),
                queue_ms=came.queue_ms,
                repeatable=not depends_on_load(came.compiled.status),
                not_executed=was_not_executed(came.compiled),
            )
        finding = came.exchange.finding
        case = case_judgement(0, finding, came.exchange, details=submission.options.case_details)
        return Outcome(
            tests=[test],
            compile=compilation,
            cases=(case,),
            flags=finding.flags,
            queue_ms=came.queue_ms,
            repeatable=not came.exchange.load_dependent,
        )

    async def _relay(
        self, submission: CodeSubmission, program: Program, source: str, limits: Limits
    ) -> Outcome:
        problem, language = submission.problem, program.language
        driver = driver_of(language)
        assert isinstance(driver, PythonDriver)
        build = driver.relayed(source)
        recipe = language.calls.run_command(build.words)
        tester = Command(argv=("python3", "/submission/tester.py"), warm=recipe.warm)
        relay = Relay(
            self._sandbox,
            Job(files=build.files, run=recipe, limits=limits, channel=True, session=True),
            Job(files=driver.tester().files, run=tester, limits=limits, channel=True, session=True),
            self._entering,
        )
        tests = asserts_of(problem)
        given = finished_in_python(problem.prompt, problem.entry_point, language)
        sources = [test.source if "__future__" in test.source else given + test.source for test in tests]
        cases: list[CaseJudgement] = []
        flags: list[str] = []
        repeatable = True
        calls = 0
        try:
            async with aclosing(relay.results(sources, problem.entry_point)) as exchanges:
                async for exchange in exchanges:
                    finding = exchange.finding
                    calls += exchange.calls
                    flags += finding.flags
                    repeatable &= not exchange.load_dependent
                    cases.append(
                        case_judgement(len(cases), finding, exchange, details=submission.options.case_details)
                    )
                    if submission.stops_early and finding.verdict is not Verdict.ACCEPTED:
                        break
        except BoxFailed as error:
            raise JudgingFailed(f"the box broke: {error}") from error
        if calls == 0 and all(case.verdict is Verdict.ACCEPTED for case in cases):
            raise UnrelayableError(NO_CALL)
        return Outcome(
            tests=tests,
            compile=None,
            cases=(*cases, *skipped(range(len(cases), len(tests)))),
            flags=tuple(flags),
            queue_ms=relay.queue_ms,
            repeatable=repeatable,
        )
