"""What a caller may choose about judging mathematics."""

from dataclasses import dataclass

from verifiers.errors import InvalidSubmission
from verifiers.math.extraction import MARKERS
from verifiers.wording import instead

DEFAULT_EXTRACTION = tuple(name for name in MARKERS if name != "last_number")
"""A number that nothing marks is a guess, so `last_number` has to be asked for."""

OTHER_NAMES = {"box": "boxed", "answer": "answer_tag", "number": "last_number"}
"""What a marker goes by elsewhere, for those who try it here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MathOptions:
    """How one submission is judged.

    Raises:
        InvalidSubmission: a marker is unknown, or the tolerance is no number from 0 to below 1.
    """

    extraction: tuple[str, ...] = DEFAULT_EXTRACTION
    """Answer markers in the order they are tried, names of `verifiers.math.extraction.MARKERS`."""
    tolerance: float | None = None
    """Relative difference that is forgiven between numbers; `None` for the conventions of `docs/math.md`."""
    explain: bool = False
    """Whether the judgement has an `explanation`."""

    def __post_init__(self) -> None:
        for name in self.extraction:
            if name not in MARKERS:
                raise InvalidSubmission(
                    f"there is no answer marker {name!r}; {instead(name, MARKERS, OTHER_NAMES)}",
                    field="options.extraction",
                )
        if not self.extraction:
            raise InvalidSubmission("name at least one answer marker", field="options.extraction")
        # From 1 on, 0 would be right for every gold.
        if self.tolerance is not None and not 0 <= self.tolerance < 1:
            raise InvalidSubmission(
                "the tolerance is a part of the gold: a number from 0 to below 1", field="options.tolerance"
            )
