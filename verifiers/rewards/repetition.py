from dataclasses import dataclass
from typing import ClassVar

from verifiers.rewards.sample import RewardContext
from verifiers.rewards.visible import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """`max_penalty` · (1 − different n-grams / n-grams); 0 for a text of fewer than n units.

    Source: arXiv 2502.03373, appendix; units as in open-r1 and ms-swift, which lower-case and split at
    white space. Texts written without spaces want `unit` `characters`.
    """

    name: ClassVar[str] = "repetition"
    needs_score: ClassVar[bool] = False
    grouped: ClassVar[bool] = False

    ngram: int = 3
    max_penalty: float = -1.0
    unit: str = "words"
    """`words` or `characters` (white space left out)."""

    def __post_init__(self) -> None:
        if self.ngram < 1:
            raise ValueError("ngram must be at least 1")
        if self.max_penalty > 0:
            raise ValueError("max_penalty must not be positive")
        if self.unit not in {"words", "characters"}:
            raise ValueError("unit must be 'words' or 'characters'")

    def value(self, sample: RewardContext) -> float:
        """Between `max_penalty` and 0."""
        words = visible(sample.text).lower().split()
        units = list("".join(words)) if self.unit == "characters" else words
        total = len(units) - self.ngram + 1
        if total < 1:
            return 0.0
        repeated = total - _count_different(units, self.ngram)
        return self.max_penalty * repeated / total if repeated else 0.0


def _count_different(units: list[str], length: int) -> int:
    """How many of the n-grams of a length differ, in memory that does not depend on the length.

    Equal ones have equal numbers. A longer one is told by the numbers of the shorter ones at its two ends.
    """
    names: dict[str, int] = {}
    numbers = [names.setdefault(unit, len(names)) for unit in units]
    known = 1
    while known < length:
        step = min(known, length - known)
        base, pairs = max(numbers) + 1, dict[int, int]()
        ends = zip(numbers, numbers[step:], strict=False)
        numbers = [pairs.setdefault(first * base + second, len(pairs)) for first, second in ends]
        known += step
    return len(set(numbers))
