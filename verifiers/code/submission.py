from dataclasses import dataclass

from verifiers.code.problem import LimitOverrides, Problem, Scoring

NO_LIMITS = LimitOverrides()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeOptions:
    """What a request may change."""

    limits: LimitOverrides = NO_LIMITS
    scoring: Scoring | None = None
    case_details: bool = False
    """Run every case and show what each wrote."""
    trust_shared_process: bool = False
    """Accept what a test says that had to share its process with the program (`asserts/programs.py`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSubmission:
    """A completion and the problem that it answers."""

    completion: str
    problem: Problem
    prompt: str | None = None
    language: str | None = None
    """Forces the language."""
    options: CodeOptions = CodeOptions()

    @property
    def scoring(self) -> Scoring:
        """The request's way of scoring, else the problem's."""
        return self.options.scoring or self.problem.scoring

    @property
    def stops_early(self) -> bool:
        """Whether the first failure is all that anybody wants to know."""
        return self.scoring is Scoring.ALL and not self.options.case_details
