"""What goes to a worker and what comes back: plain JSON, so neither side needs the other's imports."""

from typing import NotRequired, TypedDict

from verifiers.math.mathml import MathML


class Item(TypedDict):
    """One submission."""

    completion: str
    golds: list[str]
    prompt: str | None
    extraction: list[str]
    tolerance: float | None
    explain: NotRequired[bool]
    """Whether to say more, for people."""


class Reading(TypedDict):
    """How one side of a comparison was read."""

    text: str
    """What was read: a gold's answer without the solution around it, the answer that was found."""
    mathml: MathML | None
    """What it was parsed as; `None` if it was not, or is too large to draw."""


class Explanation(TypedDict):
    """What a person wants to see of a judgement, beyond its reason."""

    found: list[list[int]]
    """Where in the completion the answer stands: from this character up to that one."""
    gold_index: int
    """Which of the golds the answer was held against in the end."""
    gold: Reading
    answer: Reading


class JudgedItem(TypedDict):
    """What became of it. `invalid_gold` is the caller's error and makes the rest meaningless."""

    verdict: str
    reason: str
    extracted: str | None
    flags: list[str]
    details: dict[str, str]
    explanation: Explanation | None
    needs_symbolic: bool
    invalid_gold: str | None
    """The gold that cannot be read, `gold` or `gold.1`; `reason` says why."""
