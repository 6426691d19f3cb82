from collections.abc import Hashable
from dataclasses import dataclass, replace

from service.convert import Rewarding, score_of, text_of
from service.schemas import VerifyRequest
from verifiers.base import Judgement, Verdict
from verifiers.code.submission import CodeSubmission
from verifiers.completion import read_completion
from verifiers.math.verifier import MathSubmission
from verifiers.rewards import RewardContext

Submission = MathSubmission | CodeSubmission

FORMAL = Judgement(verdict=Verdict.ACCEPTED, reason="Only the form was asked about.", score=None)
"""What is said where no answer was judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A request that is fit to be judged."""

    request: VerifyRequest
    task: str
    rewarding: Rewarding
    submission: Submission | None
    """`None` if only its form counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What came of a piece of work: a judgement, or the error that kept us from one."""

    judgement: Judgement | None = None
    error: Exception | None = None
    verify_ms: float = 0.0


def identity_of(work: Work) -> Hashable:
    """Equal for pieces of work that must come out alike."""
    submission = work.submission
    if isinstance(submission, CodeSubmission):
        return (
            "code",
            submission.completion,
            id(submission.problem),
            submission.prompt,
            submission.language,
            submission.options,
        )
    return submission


def again(judged: Judged) -> Judged:
    """The same for another piece of work that is alike."""
    if judged.judgement is None:
        return judged
    return replace(judged, judgement=replace(judged.judgement, cached=True))


def context_of(work: Work, judged: Judged) -> RewardContext:
    """What the rewards of a piece of work look at."""
    request = work.request
    prompt = None if request.prompt is None else text_of(request.prompt, "prompt")
    judgement = judged.judgement or FORMAL
    score = score_of(judgement, work.rewarding) if judgement is not FORMAL else None
    if work.rewarding.only_accuracy:
        return RewardContext(text="", score=score)  # nothing else looks at the text
    completion = read_completion(text_of(request.completion, "completion"), prompt)
    return RewardContext(
        text=completion.text,
        reasoning=completion.reasoning,
        score=score,
        prompt=prompt,
        completion_tokens=request.completion_tokens,
        language=judgement.language,
    )
