"""Judges programs: extract, assemble, run in a box, compare outside of it, score."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Protocol

from sandbox.base import CaseResult, Command, CompileResult, Job, Limits, Run, Sandbox
from sandbox.errors import BoxFailed
from sandbox.spans import span
from verifiers.base import CaseJudgement, CompileJudgement, Judgement, Verdict
from verifiers.code.artifact_folder import ArtifactFolder
from verifiers.code.artifacts import Artifacts
from verifiers.code.asserts.analysis import NotPlainError, find_checks
from verifiers.code.asserts.apart import ApartTest
from verifiers.code.asserts.checks import CheckTrial
from verifiers.code.asserts.programs import ProgramTrial, joined
from verifiers.code.asserts.relay import Exchange, Relay, UnrelayableError
from verifiers.code.cache import CacheCounts, SharedWork, digest
from verifiers.code.calls import CallTrial
from verifiers.code.case_texts import cut, with_texts
from verifiers.code.drivers import Build, Entry, EntryMissingError, ProgramRefusedError, driver_of, entry_of
from verifiers.code.drivers.python import PythonDriver
from verifiers.code.extraction import MAX_PROGRAM_CHARS, Program, extract_program
from verifiers.code.judging_version import judging_version
from verifiers.code.languages import Language, Languages, Versions
from verifiers.code.off_loop import off_loop
from verifiers.code.outcomes import compile_failure, depends_on_load, first_failure, with_memory_noted
from verifiers.code.problem import (
    AssertTest,
    CheckerName,
    Kind,
    LimitOverrides,
    Problem,
    Scoring,
    TestCase,
    problem_id,
)
from verifiers.code.scoring import score
from verifiers.code.special_judge import SpecialJudge
from verifiers.code.stdio import StdioTrial
from verifiers.code.toolchains import Toolchains, was_not_executed
from verifiers.code.trial import Finding, Trial
from verifiers.completion import read_completion
from verifiers.errors import InvalidProblem, InvalidSubmission, JudgingFailed, LanguageUnavailable

NO_LIMITS = LimitOverrides()
KNOWN_PROBLEMS = 64
"""Problems whose content address is remembered, and which are kept in memory for it."""
_MAY_BE_OURS = (Verdict.COMPILE_ERROR, Verdict.RUNTIME_ERROR)
"""What a compiler or an interpreter that is missing or broken looks like."""
BOX_ATTEMPTS = 2
"""A box that breaks is not the program's fault; the job is run once more in another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeOptions:
    """What a request may change."""

    limits: LimitOverrides = NO_LIMITS
    scoring: Scoring | None = None
    case_details: bool = False
    """Run every case and show what each wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSubmission:
    """A completion and the problem that it answers."""

    completion: str
    problem: Problem
    prompt: str | None = None
    language: str | None = None
    """Forces the language."""
    options: CodeOptions = CodeOptions()


class SharedVerdicts(Protocol):
    """Verdicts that several services share. Whatever goes wrong there, nothing is raised."""

    async def get(self, key: str) -> Judgement | None:
        """The judgement, if it is known and comes at once."""

    def put(self, key: str, judgement: Judgement) -> None:
        """Take a judgement; never waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What came out of one box."""

    compile: CompileJudgement | None
    cases: tuple[CaseJudgement, ...]
    flags: tuple[str, ...]
    queue_ms: float
    repeatable: bool = True
    not_executed: bool = False
    """Whether a command seems to be missing from the box."""


_ENTRY_OF_CHECKS = Entry(kind=Kind.FUNCTION, name="", arity=0)
"""Requests of asserts carry the names of what they call."""


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
        self._entering = asyncio.Lock()
        self._verdicts = SharedWork(cache_bytes, _size_of, lambda judgement: judgement.repeatable)
        self._versions = Versions()
        self._artifacts = Artifacts(sandbox, cache_bytes, artifact_folder, self._versions)
        self._shared_verdicts = shared_verdicts
        self._problem_ids: OrderedDict[int, tuple[Problem, str]] = OrderedDict()

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
            self._id_of(submission.problem), program.source, program.asked_as, repr(submission.options)
        )

    def _id_of(self, problem: Problem) -> str:
        """The problem's content address, worked out once for all samples of one prompt."""
        known = self._problem_ids.get(id(problem))
        if known is not None:
            return known[1]
        found = problem_id(problem)
        self._problem_ids[id(problem)] = (problem, found)
        if len(self._problem_ids) > KNOWN_PROBLEMS:
            self._problem_ids.popitem(last=False)
        return found

    def _require_language(
        self, name: str | None, error: type[InvalidSubmission | InvalidProblem], field: str
    ) -> None:
        if name is not None and self._languages.find(name) is None:
            raise error(f"there is no language {name[:40]!r}; GET /v1/languages lists them", field=field)

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
        total = len(problem.tests)
        source = f"{problem.setup}\n{program.source}" if problem.setup else program.source
        if len(program.source) > MAX_PROGRAM_CHARS:
            return _not_run(f"the program is longer than {MAX_PROGRAM_CHARS} characters", total)
        limits = self._limits(submission, program.language)
        try:
            trial = await off_loop(lambda: self._trial(problem, program.language, source), len(source))
        except ProgramRefusedError as error:
            return _not_run(str(error), total)
        if trial is None:
            try:
                return await self._test_from_outside(submission, program, source, limits)
            except UnrelayableError:
                tests = _asserts_of(problem)
                driver = driver_of(program.language)
                try:
                    trial = ProgramTrial(tests, problem.entry_point, driver, source)
                except ProgramRefusedError as error:
                    return _not_run(str(error), total)
        outcome = await self._run_trial(trial, submission, program, limits)
        scoring = submission.options.scoring or problem.scoring
        if outcome.compile is not None and outcome.compile.verdict is not Verdict.ACCEPTED:
            judgement = replace(
                _not_run(_last_line(outcome.compile.stderr), total),
                compile=outcome.compile,
                queue_ms=outcome.queue_ms,
                repeatable=outcome.repeatable,
            )
        else:
            judgement = _concluded(scoring, trial.tests, outcome)
        return await self._without_our_fault(
            judgement, submission, program.language, not_executed=outcome.not_executed
        )

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
        # The model chose it. Nobody can say what the program is worth, but that must stop no training.
        return Judgement(verdict=Verdict.UNVERIFIABLE, reason=reason, score=None, repeatable=False)

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
                checks = [find_checks(test.source, problem.entry_point) for test in _asserts_of(problem)]
            except NotPlainError:
                return None
            return CheckTrial(_asserts_of(problem), checks, driver.calls(source, _ENTRY_OF_CHECKS))
        judge = None
        if problem.checker.name is CheckerName.PROGRAM:
            judge = SpecialJudge(problem.checker, self._sandbox, self._languages)
        if problem.kind is Kind.STDIO:
            return StdioTrial(problem, driver.stdio(source), judge)
        return CallTrial(problem, driver.calls(source, entry_of(problem)), judge)

    async def _test_from_outside(
        self, submission: CodeSubmission, program: Program, source: str, limits: Limits
    ) -> Judgement:
        """Run a test program in another box than the candidate's.

        Raises:
            UnrelayableError: it has to be in the same.
        """
        if isinstance(driver_of(program.language), PythonDriver):
            return await self._relay(submission, program, source, limits)
        for attempt in range(BOX_ATTEMPTS):
            try:
                return await self._test_apart(submission, program, source, limits)
            except BoxFailed as error:
                if attempt + 1 == BOX_ATTEMPTS:
                    raise JudgingFailed(f"the box broke: {error}") from error
        raise AssertionError("unreachable")

    async def _test_apart(
        self, submission: CodeSubmission, program: Program, source: str, limits: Limits
    ) -> Judgement:
        """Judge by a test program of another language than Python."""
        problem, language = submission.problem, program.language
        test = joined(_asserts_of(problem))
        starter = f"{problem.setup}\n{problem.prompt}"
        try:
            apart = await off_loop(
                lambda: driver_of(language).apart(source, test.source, problem.entry_point, starter),
                len(source),
            )
        except EntryMissingError as error:
            return _not_run(str(error), 1)
        if apart is None:
            raise UnrelayableError("the function's types cannot be sent")
        pair = ApartTest(
            self._sandbox,
            self._artifacts,
            language,
            candidate=_session(program, Kind.FUNCTION, apart.candidate, limits),
            tester=_session(program, Kind.FUNCTION, apart.tester, limits),
            entering=self._entering,
        )
        outcome = await pair.outcome()
        compiled = None if outcome.compiled is None else _judge_compilation(outcome.compiled)
        if outcome.exchange is None:
            assert compiled is not None
            refused = _not_run(_last_line(compiled.stderr), 1)
            assert outcome.compiled is not None
            return await self._without_our_fault(
                replace(refused, compile=compiled, queue_ms=outcome.queue_ms),
                submission,
                language,
                not_executed=was_not_executed(outcome.compiled),
            )
        exchange = outcome.exchange
        case = _case(0, exchange.finding, exchange, submission.options.case_details)
        ended = _Outcome(
            compile=compiled,
            cases=(case,),
            flags=exchange.finding.flags,
            queue_ms=outcome.queue_ms,
            repeatable=not exchange.load_dependent,
        )
        return _concluded(submission.options.scoring or problem.scoring, [test], ended)

    async def _relay(
        self, submission: CodeSubmission, program: Program, source: str, limits: Limits
    ) -> Judgement:
        """Judge Python tests that are programs, each from a box of its own."""
        problem, language = submission.problem, program.language
        driver = driver_of(language)
        assert isinstance(driver, PythonDriver)
        build = driver.calls(source, _ENTRY_OF_CHECKS)
        recipe = language.calls.run_command({**build.words, "kind": "relay"})
        tester = Command(argv=("python3", "/submission/tester.py"), warm=recipe.warm)
        relay = Relay(
            self._sandbox,
            Job(files=build.files, run=recipe, limits=limits, channel=True, session=True),
            Job(files=driver.tester().files, run=tester, limits=limits, channel=True, session=True),
            self._entering,
        )
        tests = _asserts_of(problem)
        scoring = submission.options.scoring or problem.scoring
        stop_early = scoring is Scoring.ALL and not submission.options.case_details
        cases: list[CaseJudgement] = []
        flags: list[str] = []
        repeatable = True
        try:
            async with aclosing(relay.results(tests, problem.entry_point)) as exchanges:
                async for exchange in exchanges:
                    flags += exchange.finding.flags
                    repeatable &= not exchange.load_dependent
                    cases.append(
                        _case(len(cases), exchange.finding, exchange, submission.options.case_details)
                    )
                    if stop_early and exchange.finding.verdict is not Verdict.ACCEPTED:
                        break
        except BoxFailed as error:
            raise JudgingFailed(f"the box broke: {error}") from error
        cases += [
            CaseJudgement(index=index, verdict=Verdict.SKIPPED) for index in range(len(cases), len(tests))
        ]
        outcome = _Outcome(
            compile=None,
            cases=tuple(cases),
            flags=tuple(flags),
            queue_ms=relay.queue_ms,
            repeatable=repeatable,
        )
        return _concluded(scoring, tests, outcome)

    async def _run_trial(
        self, trial: Trial, submission: CodeSubmission, program: Program, limits: Limits
    ) -> _Outcome:
        """Run a trial; when a box breaks, once more.

        Raises:
            JudgingFailed: boxes break again and again.
        """
        language, problem = program.language, submission.problem
        job = replace(
            _job(program, trial.recipe_kind, trial.build, limits),
            cases=trial.cases,
            channel=trial.channel,
            session=language.recipe(trial.recipe_kind).session and trial.channel,
            fetch=trial.fetch,
        )
        job = await self._artifacts.add_to(job, language)
        scoring = submission.options.scoring or problem.scoring
        stop_early = scoring is Scoring.ALL and not submission.options.case_details
        for attempt in range(BOX_ATTEMPTS):
            try:
                async with self._sandbox.run(job) as run:
                    with span("compile"):
                        compiled = await run.compiled()
                    if compiled is not None:
                        await self._artifacts.keep(job, language, compiled)
                    return await _watch(
                        run, trial, language, stop_early=stop_early, details=submission.options.case_details
                    )
            except BoxFailed as error:
                if attempt + 1 == BOX_ATTEMPTS:
                    raise JudgingFailed(f"the box broke: {error}") from error
        raise AssertionError("unreachable")


async def _watch(run: Run, trial: Trial, language: Language, *, stop_early: bool, details: bool) -> _Outcome:
    """Take the results as they come, until all are there or enough is known."""
    compile_judgement = None
    compiled = await run.compiled()
    if compiled is not None:
        compile_judgement = _judge_compilation(compiled)
        if compile_judgement.verdict is not Verdict.ACCEPTED:
            return _Outcome(
                compile=compile_judgement,
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
            cases.append(_case(len(cases), finding, result, details))
            if stop_early and finding.verdict is not Verdict.ACCEPTED:
                break
    total = len(trial.tests)
    if len(cases) < total and not stop_early:
        raise BoxFailed(f"{len(cases)} results came of {total} cases")
    cases += [CaseJudgement(index=index, verdict=Verdict.SKIPPED) for index in range(len(cases), total)]
    return _Outcome(
        compile=compile_judgement,
        cases=tuple(cases),
        flags=tuple(flags),
        queue_ms=run.queue_ms,
        repeatable=repeatable,
        not_executed=not_executed,
    )


def _job(program: Program, kind: Kind, build: Build, limits: Limits) -> Job:
    """A build as a job, by the language's command lines for this kind of test."""
    language = program.language
    recipe = language.recipe(kind)
    words = {
        **language.variant_words(program.asked_as.lower()),
        "memory_mb": str((limits.memory_bytes - language.memory_overhead_bytes) >> 20 or 1),
        **build.words,
    }
    return Job(
        files=build.files,
        compile=recipe.compile_command(words),
        compile_limits=language.compile_limits,
        run=recipe.run_command(words),
        limits=limits,
    )


def _session(program: Program, kind: Kind, build: Build, limits: Limits) -> Job:
    """A job of one process that talks as long as anybody has something to say."""
    return replace(_job(program, kind, build, limits), channel=True, session=True)


def _case(index: int, finding: Finding, result: CaseResult | Exchange, details: bool) -> CaseJudgement:
    usage = result.usage
    return CaseJudgement(
        index=index,
        verdict=finding.verdict,
        reason=finding.reason,
        cpu_ms=usage.cpu_ms,
        wall_ms=usage.wall_ms,
        memory_bytes=usage.memory_bytes,
        stdout=cut(result.stdout.decode(errors="replace")) if details else None,
        stderr=cut(result.stderr.decode(errors="replace")) if details else None,
        actual=cut(finding.actual) if details and finding.actual is not None else None,
    )


def _size_of(judgement: Judgement) -> int:
    """Roughly the memory that a judgement takes."""
    shown = sum(
        len(text or "") for case in judgement.cases or () for text in (case.stdout, case.stderr, case.actual)
    )
    return (
        1_000
        + 500 * len(judgement.cases or ())
        + shown
        + len(judgement.compile.stderr if judgement.compile else "")
    )


def _asserts_of(problem: Problem) -> list[AssertTest]:
    return [test for test in problem.tests if isinstance(test, AssertTest)]


def _judge_compilation(compiled: CompileResult) -> CompileJudgement:
    reason = compile_failure(compiled)
    output = compiled.output.decode(errors="replace")
    return CompileJudgement(
        verdict=Verdict.ACCEPTED if reason is None else Verdict.COMPILE_ERROR,
        wall_ms=compiled.usage.wall_ms,
        stderr=output if reason is None else f"{output.rstrip()}\n{reason}".lstrip(),
    )


def _concluded(scoring: Scoring, tests: Sequence[TestCase], outcome: _Outcome) -> Judgement:
    failed = first_failure(outcome.cases)
    passed = sum(case.verdict is Verdict.ACCEPTED for case in outcome.cases)
    verdict = Verdict.ACCEPTED if failed is None else failed.verdict
    reason = f"all {len(tests)} tests passed" if failed is None else f"test {failed.index}: {failed.reason}"
    return Judgement(
        verdict=verdict,
        reason=reason,
        score=score(scoring, tests, outcome.cases),
        flags=outcome.flags,
        passed=passed,
        total=len(tests),
        cases=outcome.cases,
        compile=outcome.compile,
        queue_ms=outcome.queue_ms,
        repeatable=outcome.repeatable,
    )


def _not_run(reason: str, total: int) -> Judgement:
    return Judgement(
        verdict=Verdict.COMPILE_ERROR,
        reason=reason,
        score=0.0,
        passed=0,
        total=total,
        cases=tuple(CaseJudgement(index=index, verdict=Verdict.SKIPPED) for index in range(total)),
    )


def _last_line(text: str) -> str:
    return text.rstrip().rpartition("\n")[2]
