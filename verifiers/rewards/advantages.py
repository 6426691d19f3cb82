"""Advantages of the samples of one prompt over each other, as the trainers of GRPO and RLOO compute them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class AdvantageMethod(StrEnum):
    """How a reward is compared with its group's."""

    GRPO = "grpo"
    """A = (r − mean) / std. Source: DeepSeek-R1 (arXiv 2501.12948), equation 3."""
    DR_GRPO = "dr_grpo"
    """A = r − mean. Source: Dr. GRPO (arXiv 2503.20783)."""
    RLOO = "rloo"
    """A = r − mean of the others. Source: RLOO (arXiv 2402.14740)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAdvantages:
    """A group's statistics, and an advantage for each of its samples."""

    count: int
    scored: int
    """Samples that have a reward; only they enter the statistics."""
    mean: float | None
    std: float | None
    """The standard deviation of the group itself (its variance divided by `scored`); both `None` if
    nobody has a reward."""
    advantages: tuple[float | None, ...]
    """Aligned with the rewards; `None` where the reward was."""
    degenerate: bool
    """No sample is better than another, so the group teaches nothing (DAPO's dynamic sampling drops it)."""


def group_advantages(rewards: Sequence[float | None], method: AdvantageMethod | str) -> GroupAdvantages:
    """The advantages of one group.

    In a degenerate group (all rewards equal, or fewer than two) every advantage is 0.

    Raises:
        ValueError: no such method.
    """
    chosen = AdvantageMethod(method)
    scored = [reward for reward in rewards if reward is not None]
    if not scored:
        return GroupAdvantages(
            count=len(rewards),
            scored=0,
            mean=None,
            std=None,
            advantages=(None,) * len(rewards),
            degenerate=True,
        )
    mean = math.fsum(scored) / len(scored)
    degenerate = min(scored) == max(scored)
    std = 0.0 if degenerate else _deviation([reward - mean for reward in scored])

    def advantage(reward: float) -> float:
        if degenerate:
            return 0.0
        match chosen:
            case AdvantageMethod.GRPO:
                return (reward - mean) / std
            case AdvantageMethod.DR_GRPO:
                return reward - mean
            case AdvantageMethod.RLOO:
                # The mean of the others is (n·mean − r) / (n − 1); the difference simplifies to this.
                return (reward - mean) * len(scored) / (len(scored) - 1)

    return GroupAdvantages(
        count=len(rewards),
        scored=len(scored),
        mean=mean,
        std=std,
        advantages=tuple(None if reward is None else advantage(reward) for reward in rewards),
        degenerate=degenerate,
    )


def _deviation(differences: Sequence[float]) -> float:
    """The root of the mean square; measured by the largest, since squares of small ones would vanish."""
    largest = max(map(abs, differences))
    return largest * math.sqrt(math.fsum((each / largest) ** 2 for each in differences) / len(differences))
