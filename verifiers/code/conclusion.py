"""From what came out of a box to a judgement of the submission."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.base import CaseResult, CompileResult
from verifiers.base import CaseJudgement, CompileJudgement, Judgement, Verdict
from verifiers.code.asserts.relay import Exchange
from verifiers.code.case_texts import cut
from verifiers.code.outcomes import compile_failure, first_failure
from verifiers.code.problem import Scoring, TestCase
from verifiers.code.scoring import score
from verifiers.code.trial import Finding

_MISTAKE = re.compile(r"^.*(?:\berror\b|:\d+:\d+: ).*$", re.MULTILINE | re.IGNORECASE)
"""A line of a compiler about what is wrong; Go's do not say `error`."""
MAX_MISTAKE_CHARS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came out of the boxes of one submission."""

    tests: Sequence[TestCase]
    """What is scored, one for each case."""
    compile: CompileJudgement | None
    cases: tuple[CaseJudgement, ...]
    """As many as there are tests; none where the program did not compile."""
    flags: tuple[str, ...]
    queue_ms: float
    repeatable: bool = True
    not_executed: bool = False
    """Whether a command seems to be missing from the box."""

    @property
    def compiled(self) -> bool:
        """Whether there was something to run."""
        return self.compile is None or self.compile.verdict is Verdict.ACCEPTED


def concluded(scoring: Scoring, outcome: Outcome) -> Judgement:
    """The judgement. Its verdict is that of the first case that was not accepted."""
    tests, cases = outcome.tests, outcome.cases
    if not outcome.compiled:
        assert outcome.compile is not None
        verdict, reason = Verdict.COMPILE_ERROR, _why_not_compiled(outcome.compile.stderr)
        cases = skipped(range(len(tests)))
    elif failed := first_failure(cases):
        verdict, reason = failed.verdict, f"test {failed.index}: {failed.reason}"
    else:
        passed = "the test passed" if len(tests) == 1 else f"all {len(tests)} tests passed"
        verdict, reason = Verdict.ACCEPTED, passed
    return Judgement(
        verdict=verdict,
        reason=reason,
        score=score(scoring, tests, cases),
        flags=outcome.flags,
        passed=sum(case.verdict is Verdict.ACCEPTED for case in cases),
        total=len(tests),
        cases=cases,
        compile=outcome.compile,
        queue_ms=outcome.queue_ms,
        repeatable=outcome.repeatable,
    )


def refused(reason: str, total: int) -> Judgement:
    """The judgement of a program that was not even compiled, for one of `total` tests."""
    return Judgement(
        verdict=Verdict.COMPILE_ERROR,
        reason=reason,
        score=0.0,
        passed=0,
        total=total,
        cases=skipped(range(total)),
    )


def unverifiable(reason: str) -> Judgement:
    """Nobody can say what the program is worth, and that is not the program's fault."""
    return Judgement(verdict=Verdict.UNVERIFIABLE, reason=reason, score=None, repeatable=False)


def skipped(indices: range) -> tuple[CaseJudgement, ...]:
    """Cases that were not run."""
    return tuple(CaseJudgement(index=index, verdict=Verdict.SKIPPED) for index in indices)


def case_judgement(
    index: int, finding: Finding, result: CaseResult | Exchange, *, details: bool
) -> CaseJudgement:
    """One case, with what it wrote if `details` are wanted."""
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


def compile_judgement(compiled: CompileResult) -> CompileJudgement:
    """A compilation; why it failed is the last line of its `stderr`."""
    reason = compile_failure(compiled)
    output = compiled.output.decode(errors="replace")
    return CompileJudgement(
        verdict=Verdict.ACCEPTED if reason is None else Verdict.COMPILE_ERROR,
        wall_ms=compiled.usage.wall_ms,
        stderr=output if reason is None else f"{output.rstrip()}\n{reason}".lstrip(),
    )


def size_of(judgement: Judgement) -> int:
    """Roughly the memory that a judgement takes, in bytes."""
    shown = sum(
        len(text or "") for case in judgement.cases or () for text in (case.stdout, case.stderr, case.actual)
    )
    compiler_said = len(judgement.compile.stderr) if judgement.compile else 0
    return 1_000 + 500 * len(judgement.cases or ()) + shown + compiler_said


def _why_not_compiled(stderr: str) -> str:
    """How the compiler ended, which is the last line, and the first mistake that it told."""
    told, _, end = stderr.rstrip().rpartition("\n")
    mistake = _MISTAKE.search(told)
    return f"{end}: {mistake[0].strip()[:MAX_MISTAKE_CHARS]}" if mistake else end
