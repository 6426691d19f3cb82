from collections.abc import Mapping

MAX_AMOUNT = 1_000_000_000
"""Largest weight or number in an option, either sign, and longest length in tokens: sums and squares of a
whole batch stay finite."""


def combine(weights: Mapping[str, float], values: Mapping[str, float | None]) -> float | None:
    """Σ weight · value over the components; DeepSeek-R1 weighs all alike (section 2.2).

    `None`, no reward at all, as soon as one component that weighs anything has no value: a sum of
    the rest would be a number on another scale.
    """
    total = 0.0
    for name, weight in weights.items():
        value = values[name]
        if weight == 0:
            continue
        if value is None:
            return None
        total += weight * value
    return total
