"""Judges programs: extract, assemble, run in a box, compare outside of it, score."""

import asyncio
from dataclasses import replace
from typing import Protocol

from sandbox.base import Limits, Sandbox
from sandbox.spans import span
from verifiers.base import Judgement, Verdict
from verifiers.code.artifact_folder import ArtifactFolder
from verifiers.code.artifacts import Artifacts
from verifiers.code.asserts.analysis import NotPlainError, find_checks
from verifiers.code.asserts.checks import CheckTrial
from verifiers.code.asserts.outside import ENTRY_OF_CHECKS, OutsideTests
from verifiers.code.asserts.programs import SHARED_PROCESS, ProgramTrial
from verifiers.code.asserts.relay import UnrelayableError
from verifiers.code.cache import CacheCounts, SharedWork, digest
from verifiers.code.calls import CallTrial
from verifiers.code.case_texts import with_texts
from verifiers.code.conclusion import Outcome, concluded, refused, size_of, unverifiable
from verifiers.code.drivers import ProgramRefusedError, driver_of, entry_of
from verifiers.code.drivers.python import PythonDriver
from verifiers.code.extraction import MAX_PROGRAM_CHARS, Program, extract_program
from verifiers.code.judging_version import judging_version
from verifiers.code.languages import Language, Languages, Versions
from verifiers.code.off_loop import off_loop
from verifiers.code.problem import CheckerName, Kind, LimitOverrides, Problem, asserts_of, problem_id
from verifiers.code.special_judge import SpecialJudge
from verifiers.code.stdio import StdioTrial
from verifiers.code.submission import NO_LIMITS, CodeSubmission
from verifiers.code.toolchains import Toolchains
from verifiers.code.trial import Trial
from verifiers.code.trial_run import run_trial
from verifiers.completion import read_completion
from verifiers.errors import InvalidProblem, InvalidSubmission, LanguageUnavailable

_MAY_BE_OURS = (Verdict.COMPILE_ERROR, Verdict.RUNTIME_ERROR)
"""What a compiler or an interpreter that is missing or broken looks like."""


class SharedVerdicts(Protocol):
    """Verdicts that several services share. Whatever goes wrong there, nothing is raised."""

    async def get(self, key: str) -> Judgement | None:
        """The judgement, if it is known and comes at once."""

    def put(self, key: str, judgement: Judgement) -> None:
        """Take a judgement; never waits."""


class CodeVerifier:
    """Judges submissions of all kinds of problems."""

    def __init__(
        self,
        sandbox: Sandbox,
        languages: Languages,
        *,
        ceilings: LimitOverrides | None = None,
        cache_bytes: int = 256 * 1024 * 1024,
        artifact_folder: ArtifactFolder | None = None,
        shared_verdicts: SharedVerdicts | None = None,
    ) -> None:
        """Be ready to judge.

        Args:
            sandbox: Makes the boxes; at least two at once, since some tests need two.
            languages: What programs may be written in.
            ceilings: The most that a problem or a request may ask for.
            cache_bytes: Memory for verdicts, and once more for compiled programs; 0 keeps nothing.
            artifact_folder: Where compiled programs are kept beyond this process's life.
            shared_verdicts: Verdicts that other services came to.
        """
        self._sandbox = sandbox
        self._languages = languages
        self._toolchains = Toolchains(sandbox)
        self._ceilings = ceilings or NO_LIMITS
        self._verdicts = SharedWork(cache_bytes, size_of, lambda judgement: judgement.repeatable)
        self._versions = Versions()
        self._artifacts = Artifacts(sandbox, cache_bytes, artifact_folder, self._versions)
        self._shared_verdicts = shared_verdicts
        self._outside = OutsideTests(sandbox, self._artifacts)

    @property
    def caches(self) -> dict[str, CacheCounts]:
        """What the caches have been asked, by name."""
        return {"verdicts": self._verdicts.counts, "artifacts": self._artifacts.counts}

    async def judge(self, submission: CodeSubmission) -> Judgement:
        """Judge one submission.

        Raises:
            InvalidSubmission, InvalidProblem: it asks for something that there is not.
            SandboxBusy, SandboxUnavailable: nothing was run.
            JudgingFailed: our fault.
        """
        problem = submission.problem
        self._require_language(submission.language, InvalidSubmission, "language")
        self._require_language(problem.language, InvalidProblem, "problem.language")
        with span("extraction") as part:
            completion = read_completion(submission.completion, submission.prompt)
            program = await off_loop(
                lambda: extract_program(completion, problem, self._languages, submission.language),
                len(submission.completion),
            )
            part.mark(language=program.language.name)
        flags = (*completion.flags, *program.flags)
        if not program.source.strip():
            return Judgement(
                verdict=Verdict.NO_ANSWER, reason="the completion has no program", score=0.0, flags=flags
            )
        language = program.language
        if problem.kind not in language.kinds:
            raise InvalidSubmission(
                f"problems of kind {problem.kind} cannot be judged in {language.title}", field="language"
            )
        key = self._key(submission, program)
        judgement, cached = await self._verdicts.get(key, lambda: self._judge_once(key, submission, program))
        cached |= judgement.cached
        cases = judgement.cases
        if submission.options.case_details and cases is not None:
            cases = await asyncio.to_thread(with_texts, cases, problem.tests)
        return replace(
            judgement,
            flags=tuple(dict.fromkeys((*flags, *judgement.flags))),
            extracted=program.source,
            language=language.name,
            cases=cases,
            cached=cached,
            queue_ms=0.0 if cached else judgement.queue_ms,
            details={"checker": str(problem.checker.name), **judgement.details},
        )

    def _key(self, submission: CodeSubmission, program: Program) -> str:
        """A hash of all that the verdict of a program depends on."""
        return digest(
            problem_id(submission.problem), program.source, program.asked_as, repr(submission.options)
        )

    def _require_language(
        self, name: str | None, error: type[InvalidSubmission | InvalidProblem], field: str
    ) -> None:
        if name is not None and self._languages.find(name) is None:
            raise error(self._languages.unknown(name), field=field)

    async def _judge_once(self, key: str, submission: CodeSubmission, program: Program) -> Judgement:
        """The judgement, by whichever service that shares its verdicts with this one was first."""
        shared = self._shared_verdicts
        version = None if shared is None else await self._versions.of(program.language, self._sandbox)
        if shared is None or version is None:
            return await self._judge_program(submission, program)
        shared_key = digest(key, version, judging_version(), repr(self._ceilings))
        known = await shared.get(shared_key)
        if known is not None:
            return replace(known, cached=True)
        judgement = await self._judge_program(submission, program)
        if judgement.repeatable:
            shared.put(shared_key, judgement)
        return judgement

    async def _judge_program(self, submission: CodeSubmission, program: Program) -> Judgement:
        problem = submission.problem
        source = f"{problem.setup}\n{program.source}" if problem.setup else program.source
        if len(program.source) > MAX_PROGRAM_CHARS:
            return refused(f"the program is longer than {MAX_PROGRAM_CHARS} characters", len(problem.tests))
        limits = self._limits(submission, program.language)
        try:
            outcome = await self._outcome(submission, program, source, limits)
        except ProgramRefusedError as error:
            return refused(str(error), len(problem.tests))
        except UnrelayableError as error:
            return unverifiable(f"the test cannot be kept apart from the program: {error}")
        judgement = concluded(submission.scoring, outcome)
        if (
            judgement.verdict is Verdict.ACCEPTED
            and SHARED_PROCESS in judgement.flags
            and not submission.options.trust_shared_process
        ):
            reason = (
                "the test passed, but in the program's own process, which can forge that; "
                "options.trust_shared_process accepts it"
            )
            return replace(judgement, verdict=Verdict.UNVERIFIABLE, reason=reason, score=None)
        return await self._without_our_fault(
            judgement, submission, program.language, not_executed=outcome.not_executed
        )

    async def _outcome(
        self, submission: CodeSubmission, program: Program, source: str, limits: Limits
    ) -> Outcome:
        """Run the tests, in the first of the ways that can be had for them.

        Raises:
            ProgramRefusedError, UnrelayableError: there is none.
            JudgingFailed: our fault.
        """
        problem, language = submission.problem, program.language
        trial = await off_loop(lambda: self._trial(problem, language, source), len(source))
        if trial is None:
            try:
                return await self._outside.run(submission, program, source, limits)
            except UnrelayableError:
                if isinstance(driver_of(language), PythonDriver):
                    raise
                starter = f"{problem.setup}\n{problem.prompt}"
                trial = ProgramTrial(asserts_of(problem), driver_of(language), source, starter)
        return await run_trial(self._sandbox, self._artifacts, trial, submission, program, limits)

    async def _without_our_fault(
        self, judgement: Judgement, submission: CodeSubmission, language: Language, *, not_executed: bool
    ) -> Judgement:
        """The judgement, unless the program failed since its language does not work here.

        Raises:
            LanguageUnavailable: it does not, and it was asked for by the request or the problem.
        """
        if judgement.verdict not in _MAY_BE_OURS:
            return judgement
        fault = await self._toolchains.fault(language, not_executed=not_executed)
        if not fault:
            return judgement
        reason = f"{language.title} does not work here: {fault}"
        if language is self._languages.find(submission.language or submission.problem.language or "python"):
            raise LanguageUnavailable(reason)
        # The model chose it, and that must stop no training.
        return unverifiable(reason)

    def _limits(self, submission: CodeSubmission, language: Language) -> Limits:
        limits = submission.options.limits.over(submission.problem.limits.over(Limits()))
        for name in ("cpu_ms", "wall_ms", "memory_bytes", "output_bytes", "processes"):
            ceiling = getattr(self._ceilings, name)
            if ceiling is not None and getattr(limits, name) > ceiling:
                if (
                    getattr(submission.options.limits, name) is None
                    and getattr(submission.problem.limits, name) is None
                ):
                    limits = replace(limits, **{name: ceiling})
                    continue
                raise InvalidProblem(f"this service grants at most {ceiling}", field=f"problem.limits.{name}")
        return replace(
            limits,
            memory_bytes=limits.memory_bytes + language.memory_overhead_bytes,
            processes=max(limits.processes, language.min_processes),
        )

    def _trial(self, problem: Problem, language: Language, source: str) -> Trial | None:
        """How to put the tests to the program; `None` for tests that are programs themselves."""
        driver = driver_of(language)
        if problem.kind is Kind.ASSERTS:
            if not isinstance(driver, PythonDriver):
                return None
            try:
                checks = [find_checks(test.source, problem.entry_point) for test in asserts_of(problem)]
            except NotPlainError:
                return None
            return CheckTrial(asserts_of(problem), checks, driver.calls(source, ENTRY_OF_CHECKS))
        judge = None
        if problem.checker.name is CheckerName.PROGRAM:
            judge = SpecialJudge(problem.checker, self._sandbox, self._languages, self._artifacts)
        if problem.kind is Kind.STDIO:
            return StdioTrial(problem, driver.stdio(source), judge)
        return CallTrial(problem, driver.calls(source, entry_of(problem)), judge)
