"""Compare ratios of two parts or more."""

from fractions import Fraction

from verifiers.math.elements import componentwise
from verifiers.math.expression import Apply, Expression, Name, Number
from verifiers.math.outcome import Outcome, Rule, Ruling, different, undecided
from verifiers.math.scalars import is_equal
from verifiers.math.shapes import NOT_VALUES, holds

_ZERO = Number(Fraction(0))


def ratio_parts(expression: Expression) -> tuple[Expression, ...] | None:
    """The parts of a ratio; `None` for anything else."""
    if not isinstance(expression, Apply):
        return None
    if expression.head == "ratio":
        return expression.parts
    if expression.head == "chain" and all(sign == Name("ratio") for sign in expression.parts[1::2]):
        return expression.parts[::2]
    return None


def rule_ratios(
    mine: tuple[Expression, ...], theirs: tuple[Expression, ...], rule: Rule, scalars: Rule
) -> Ruling:
    """Ratios by their quotients."""
    if len(mine) != len(theirs):
        return different("ratio", "they are ratios of different lengths")
    if any(holds(part, NOT_VALUES) for part in (*mine, *theirs)):
        return different("ratio", "one is a ratio and the other is not")
    # By the last part that is not zero, since anything times zero is proportional to `0:0`.
    for pivot in reversed(range(len(mine))):
        ruling = scalars(mine[pivot], _ZERO)
        if ruling.outcome is Outcome.DIFFERENT:
            break
        if not is_equal(ruling):
            return undecided("ratio", "whether a part of the gold is zero is not known")
    else:
        return undecided("ratio", "the gold is a ratio of zeros")
    ruling = scalars(theirs[pivot], _ZERO)
    if ruling.outcome is Outcome.UNDECIDED:
        return ruling
    if is_equal(ruling):
        if holds(mine[0], frozenset({"unit"})) and not is_equal(scalars(theirs[0], _ZERO)):
            return undecided("ratio", "it may be a ratio or a time such as `3:00`")
        return different("ratio", "a part is zero in the answer only")
    return componentwise(
        [Apply("divide", (part, mine[pivot])) for part in mine],
        [Apply("divide", (part, theirs[pivot])) for part in theirs],
        rule,
    )
