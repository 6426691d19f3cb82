"""Compare equations, inequalities and chains of them."""

from fractions import Fraction

from verifiers.math.elements import componentwise
from verifiers.math.expression import Apply, Expression, Name, Number, replaced, show, variables
from verifiers.math.identities import NotRationalError, proportional
from verifiers.math.outcome import Rule, Ruling, different, equal, undecided
from verifiers.math.ratios import ratio_parts, rule_ratios
from verifiers.math.scalars import is_equal, rule_scalars, sign_of_difference
from verifiers.math.shapes import INEQUALITIES, NOT_VALUES, any_holds, holds, is_a

_ZERO = Number(Fraction(0))
_IRRATIONAL = frozenset({"sqrt", "root", "ln", "log_base"})


def rule_relations(gold: Expression, answer: Expression, rule: Rule, scalars: Rule) -> Ruling:
    """Relations: as they are written, by the names that they give values to, or rearranged."""
    mine, theirs = ratio_parts(gold), ratio_parts(answer)
    if mine is not None or theirs is not None:
        return rule_ratios(mine or _fraction_parts(gold), theirs or _fraction_parts(answer), rule, scalars)
    if not (isinstance(gold, Apply) and isinstance(answer, Apply)):
        return different("structure", "one is a relation and the other is not")
    if gold.head == "chain" and answer.head == "chain":
        return _rule_chains(gold, answer, rule)
    if (
        _is_named(gold)
        and _is_named(answer)
        and (is_a(gold.parts[0], "call") or is_a(answer.parts[0], "call"))
    ):
        return _rule_functions(gold, answer, rule)
    if _is_same_letter(gold, answer):
        return rule(gold.parts[1], answer.parts[1])
    if INEQUALITIES.get(gold.head) == answer.head:
        answer = Apply(gold.head, (answer.parts[1], answer.parts[0]))
    if gold.head != answer.head:
        return different("structure", "the relations differ")
    if is_equal(componentwise(gold.parts, answer.parts, rule)):
        return equal("elements", "both sides are equal")
    if gold.head in ("in", "!=") or any_holds(gold.parts, NOT_VALUES) or any_holds(answer.parts, NOT_VALUES):
        return different("structure", "the relations differ")
    if not variables(gold) or not variables(answer):
        return different("structure", "the relations are between other numbers")
    return _rule_rearranged(gold, answer)


def _rule_functions(gold: Apply, answer: Apply, rule: Rule) -> Ruling:
    """`f(x) = …` against `y = …` or against the same in another variable."""
    value = answer.parts[1]
    mine, theirs = gold.parts[0], answer.parts[0]
    if is_a(mine, "call") and is_a(theirs, "call") and isinstance(mine, Apply) and isinstance(theirs, Apply):
        if show(theirs.parts[1]) not in variables(value) and variables(value):
            return different("structure", "the function does not depend on its variable")
        value = replaced(value, show(theirs.parts[1]), mine.parts[1])
    return rule(gold.parts[1], value)


def _rule_rearranged(gold: Apply, answer: Apply) -> Ruling:
    mine = Apply("add", (gold.parts[0], Apply("negate", (gold.parts[1],))))
    theirs = Apply("add", (answer.parts[0], Apply("negate", (answer.parts[1],))))
    try:
        # Multiplying an inequality by a denominator of unknown sign would change it.
        ratio = proportional(mine, theirs, with_denominators=gold.head != "=")
    except NotRationalError:
        if _is_multiple(mine, theirs, positive=gold.head != "="):
            return equal("equation", "one is the other times a constant")
        return undecided("equation", "whether the equations are the same is not known")
    if ratio is not None and (gold.head == "=" or ratio > 0):
        return equal("equation", "one is the other rearranged")
    if ratio is None and _is_multiple(mine, theirs, positive=gold.head != "="):
        return equal("equation", "one is the other times a constant")
    return different("equation", "neither is the other rearranged")


def _is_multiple(mine: Expression, theirs: Expression, *, positive: bool) -> bool:
    """Whether one is the other times a constant that is not rational, such as a root."""
    if not (holds(mine, _IRRATIONAL) or holds(theirs, _IRRATIONAL)):
        return False
    one, other = mine, theirs
    for index, name in enumerate(sorted(variables(mine) | variables(theirs))):
        place = Number(Fraction(17 + 6 * index, 5 + index))
        one, other = replaced(one, name, place), replaced(other, name, place)
    sign = sign_of_difference(Apply("multiply", (one, other)), _ZERO)
    if sign == 0 or (positive and sign < 0):
        return False
    crossed = Apply("multiply", (mine, other)), Apply("multiply", (theirs, one))
    return is_equal(rule_scalars(*crossed, None, None))


def _rule_chains(gold: Apply, answer: Apply, rule: Rule) -> Ruling:
    mine, theirs = gold.parts, answer.parts
    if all(isinstance(op, Name) and op.name in INEQUALITIES for op in theirs[1::2]):
        flipped = [
            Name(INEQUALITIES[part.name]) if index % 2 and isinstance(part, Name) else part
            for index, part in enumerate(reversed(theirs))
        ]
        if mine[1] == flipped[1]:
            theirs = tuple(flipped)
    if mine[1::2] != theirs[1::2]:
        return different("structure", "the relations differ")
    return componentwise(mine[::2], theirs[::2], rule)


def _is_named(expression: Apply) -> bool:
    """Whether it gives a value to `y` or `f(x)`."""
    if expression.head != "=":
        return False
    label, value = expression.parts
    return is_a(label, "call") or (isinstance(label, Name) and label.name not in variables(value))


def _is_same_letter(gold: Apply, answer: Apply) -> bool:
    """Whether both give a value to one letter, which has a number in one of them only, as in `x_1 = 3`."""
    if not (gold.head == answer.head == "="):
        return False
    mine, theirs = gold.parts[0], answer.parts[0]
    if not isinstance(mine, Name) or not isinstance(theirs, Name):
        return False
    return (
        mine.name in (theirs.name.partition("_")[0], theirs.name)
        or mine.name.partition("_")[0] == theirs.name
    )


def _fraction_parts(expression: Expression) -> tuple[Expression, ...]:
    """A value as the ratio of itself to one."""
    return (expression, Number(Fraction(1)))
