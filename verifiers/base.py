"""The words that verifiers answer in. `Verdict` is what we conclude about a submission."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """What is concluded about a submission. `docs/verdicts.md` gives each one's conditions."""

    ACCEPTED = "accepted"
    WRONG_ANSWER = "wrong_answer"
    NO_ANSWER = "no_answer"
    """Nothing to extract."""
    UNVERIFIABLE = "unverifiable"
    """No decision within the budget."""
    COMPILE_ERROR = "compile_error"
    RUNTIME_ERROR = "runtime_error"
    TIME_LIMIT_EXCEEDED = "time_limit_exceeded"
    MEMORY_LIMIT_EXCEEDED = "memory_limit_exceeded"
    OUTPUT_LIMIT_EXCEEDED = "output_limit_exceeded"
    SKIPPED = "skipped"
    """A case that was not run since an earlier one had decided."""
    INTERNAL_ERROR = "internal_error"
    """Our fault; there is no reward."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseJudgement:
    """One test case, judged."""

    index: int
    verdict: Verdict
    reason: str = ""
    cpu_ms: float | None = None
    wall_ms: float | None = None
    memory_bytes: int | None = None
    stdout: str | None = None
    stderr: str | None = None
    actual: str | None = None
    input: str | None = None
    expected: str | None = None
    """The last five are truncated, and only there when `case_details` asked for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompileJudgement:
    """The compilation, judged."""

    verdict: Verdict
    wall_ms: float
    stderr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a verifier concludes. It is the same for the same submission, every time."""

    verdict: Verdict
    reason: str
    """One sentence for a person."""
    score: float | None
    """The accuracy in 0…1; `None` when nothing could be judged."""
    extracted: str | None = None
    """The answer or the program that was judged."""
    flags: tuple[str, ...] = ()
    """What a person who audits rewards wants to see."""
    language: str | None = None
    passed: int | None = None
    total: int | None = None
    cases: tuple[CaseJudgement, ...] | None = None
    compile: CompileJudgement | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    """How it was read and decided, in words: the parsed gold and answer, the rung, the checker."""
    explanation: Mapping[str, object] | None = None
    """The same for a page to draw, if it was asked for (`verifiers.math.exchange.Explanation`)."""
    queue_ms: float = 0.0
    cached: bool = False
    repeatable: bool = True
    """Whether it owes nothing to how busy the machine was, so that it may be kept for identical work."""
