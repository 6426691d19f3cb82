"""Rewards of length: of a sample among its group, along a cosine, and beyond what was allowed."""

import math
from dataclasses import dataclass
from typing import ClassVar

from verifiers.errors import InvalidSubmission
from verifiers.rewards.sample import RewardContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """Short is good among the samples of one prompt, the more so if right.

    λ = ½ − (length − shortest) / (longest − shortest); a right answer gets λ, a wrong one min(0, λ),
    and everyone 0 if all are of one length. Lengths are in tokens if the whole group tells them, else in
    characters.

    Source: Kimi k1.5 (arXiv 2501.12599), section 2.3.3.
    """

    name: ClassVar[str] = "length"
    needs_score: ClassVar[bool] = True
    grouped: ClassVar[bool] = True

    def value(self, sample: RewardContext) -> float | None:
        """Between −½ and ½; `None` when it is not known whether the answer is right.

        Raises:
            InvalidSubmission: the sample has no group.
        """
        if sample.group is None:
            raise InvalidSubmission(
                "the component length compares the samples of a prompt: send them as a batch, in one group",
                field="group",
            )
        if sample.correct is None:
            return None
        lengths = sample.group.lengths
        shortest, longest = min(lengths), max(lengths)
        if shortest == longest:
            return 0.0
        share = 0.5 - (lengths[sample.group.position] - shortest) / (longest - shortest)
        return share if sample.correct else min(0.0, share)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosine:
    """A right answer is worth more the shorter it is, a wrong one more the longer it is.

    CosFn(t, T, low, high) = low + ½ (high − low) (1 + cos(π t / T)), from `high` at length 0 to `low` at T.
    Beyond T the value stays, or is `exceeded` if that is given (the paper's r_e). The length is
    `completion_tokens` if told, else characters.

    Source: arXiv 2502.03373, appendix C; defaults as in open-r1 and TRL.
    """

    name: ClassVar[str] = "cosine"
    needs_score: ClassVar[bool] = True
    grouped: ClassVar[bool] = False

    max_length: int = 1000
    correct_short: float = 1.0
    correct_long: float = 0.5
    wrong_short: float = -1.0
    wrong_long: float = -0.5
    exceeded: float | None = None

    def __post_init__(self) -> None:
        if self.max_length < 1:
            raise ValueError("max_length must be at least 1")

    def value(self, sample: RewardContext) -> float | None:
        """`None` when it is not known whether the answer is right."""
        if sample.correct is None:
            return None
        length = len(sample.text) if sample.completion_tokens is None else sample.completion_tokens
        if length > self.max_length and self.exceeded is not None:
            return self.exceeded
        short, long = self.wrong_short, self.wrong_long
        if sample.correct:
            short, long = self.correct_short, self.correct_long
        return long + 0.5 * (short - long) * (1 + math.cos(math.pi * min(1.0, length / self.max_length)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlong:
    """A soft punishment for the last `buffer` tokens before `max_tokens`, a full one beyond.

    0 up to max_tokens − buffer; then ((max_tokens − buffer) − tokens) / buffer; −1 beyond max_tokens.

    Source: DAPO (arXiv 2503.14476), equation 13, with its 20,480 and 4,096 tokens.
    """

    name: ClassVar[str] = "overlong"
    needs_score: ClassVar[bool] = False
    grouped: ClassVar[bool] = False

    max_tokens: int = 20_480
    buffer: int = 4_096

    def __post_init__(self) -> None:
        if not 0 < self.buffer <= self.max_tokens:
            raise ValueError("buffer must be positive and not above max_tokens")

    def value(self, sample: RewardContext) -> float:
        """Between −1 and 0.

        Raises:
            InvalidSubmission: `completion_tokens` is missing.
        """
        tokens = sample.completion_tokens
        if tokens is None:
            raise InvalidSubmission(
                "the component overlong needs the completion's length in tokens", field="completion_tokens"
            )
        allowed = self.max_tokens - self.buffer
        if tokens <= allowed:
            return 0.0
        if tokens > self.max_tokens:
            return -1.0
        return (allowed - tokens) / self.buffer
