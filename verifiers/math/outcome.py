"""What a rung concludes."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from verifiers.math.expression import Expression

Prover = Callable[[object, object], bool | None]
"""Takes two expressions as JSON trees and proves them equal, or different, or does not know."""


class Outcome(StrEnum):
    """Whether the answer equals the gold."""

    EQUAL = "equal"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Ruling:
    """The outcome with the rung that decided and a reason for a person."""

    outcome: Outcome
    rung: str
    reason: str
    needs_symbolic: bool = False


Rule = Callable[[Expression, Expression], Ruling]
"""Compares a part of the gold with a part of the answer: what compares the whole is handed it."""


def equal(rung: str, reason: str) -> Ruling:
    """A ruling that both are equal."""
    return Ruling(Outcome.EQUAL, rung, reason)


def different(rung: str, reason: str) -> Ruling:
    """A ruling that they differ."""
    return Ruling(Outcome.DIFFERENT, rung, reason)


def undecided(rung: str, reason: str, *, needs_symbolic: bool = False) -> Ruling:
    """A ruling that nothing is known."""
    return Ruling(Outcome.UNDECIDED, rung, reason, needs_symbolic)
