"""Puts a trial to a program in one box."""

from dataclasses import replace

from sandbox.base import Limits, Run, Sandbox
from sandbox.errors import BoxFailed
from sandbox.spans import span
from verifiers.base import CaseJudgement, Verdict
from verifiers.code.artifacts import Artifacts
from verifiers.code.conclusion import Outcome, case_judgement, compile_judgement, skipped
from verifiers.code.extraction import Program
from verifiers.code.jobs import program_job
from verifiers.code.languages import Language
from verifiers.code.outcomes import depends_on_load, with_memory_noted
from verifiers.code.submission import CodeSubmission
from verifiers.code.toolchains import was_not_executed
from verifiers.code.trial import Trial
from verifiers.errors import JudgingFailed

BOX_ATTEMPTS = 2
"""A box that breaks is not the program's fault; the job is run once more in another."""


async def run_trial(
    sandbox: Sandbox,
    artifacts: Artifacts,
    trial: Trial,
    submission: CodeSubmission,
    program: Program,
    limits: Limits,
) -> Outcome:
    """Compile and run; when a box breaks, once more.

    Raises:
        JudgingFailed: boxes break again and again.
    """
    language = program.language
    job = replace(
        program_job(program, trial.recipe_kind, trial.build, limits),
        cases=trial.cases,
        channel=trial.channel,
        session=language.recipe(trial.recipe_kind).session and trial.channel,
        fetch=trial.fetch,
    )
    job = await artifacts.add_to(job, language)
    for attempt in range(BOX_ATTEMPTS):
        try:
            async with sandbox.run(job) as run:
                with span("compile"):
                    compiled = await run.compiled()
                if compiled is not None:
                    await artifacts.keep(job, language, compiled)
                return await _watch(run, trial, language, submission)
        except BoxFailed as error:
            if attempt + 1 == BOX_ATTEMPTS:
                raise JudgingFailed(f"the box broke: {error}") from error
    raise AssertionError("unreachable")


async def _watch(run: Run, trial: Trial, language: Language, submission: CodeSubmission) -> Outcome:
    """Take the results as they come, until all are there or enough is known."""
    compiled = await run.compiled()
    compilation = None if compiled is None else compile_judgement(compiled)
    if compiled is not None and compilation is not None and compilation.verdict is not Verdict.ACCEPTED:
        return Outcome(
            tests=trial.tests,
            compile=compilation,
            cases=(),
            flags=trial.flags,
            queue_ms=run.queue_ms,
            repeatable=not depends_on_load(compiled.status),
            not_executed=was_not_executed(compiled),
        )
    cases: list[CaseJudgement] = []
    flags = list(trial.flags)
    repeatable = True
    not_executed = False
    with span("cases") as part:
        async for reported in run.results():
            result = with_memory_noted(reported, language.out_of_memory)
            finding = await trial.judge(len(cases), result)
            flags += finding.flags
            repeatable &= not depends_on_load(result.status)
            not_executed |= was_not_executed(result)
            part.event("case", index=len(cases), verdict=finding.verdict, cpu_ms=result.usage.cpu_ms)
            cases.append(case_judgement(len(cases), finding, result, details=submission.options.case_details))
            if submission.stops_early and finding.verdict is not Verdict.ACCEPTED:
                break
    total = len(trial.tests)
    if len(cases) < total and not submission.stops_early:
        raise BoxFailed(f"{len(cases)} results came of {total} cases")
    return Outcome(
        tests=trial.tests,
        compile=compilation,
        cases=(*cases, *skipped(range(len(cases), total))),
        flags=tuple(flags),
        queue_ms=run.queue_ms,
        repeatable=repeatable,
        not_executed=not_executed,
    )
