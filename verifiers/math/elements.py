"""Compare what consists of elements: lists, sets, tuples, intervals, matrices, unions, cases."""

from collections.abc import Sequence

from verifiers.math.expression import Apply, Expression, Name
from verifiers.math.limits import MAX_ELEMENTS
from verifiers.math.outcome import Outcome, Rule, Ruling, different, equal, undecided
from verifiers.math.scalars import is_equal
from verifiers.math.shapes import ORDERED, is_a, members, vector
from verifiers.math.solutions import solutions
from verifiers.math.tokens import BudgetExceededError


def rule_unordered(gold: Expression, answer: Expression, rule: Rule) -> Ruling:
    """Values in any order: lists of solutions, sets, both signs of one value."""
    if {gold, answer} == {Name("empty"), Name("phi")}:
        return equal("structure", "the letter stands for the empty set")
    point, other_point = _only_point(gold), _only_point(answer)
    if point is not None and is_a(answer, "tuple"):
        return rule(point, answer)
    if other_point is not None and is_a(gold, "tuple"):
        return rule(gold, other_point)
    if (is_a(gold, "set") and is_a(answer, *ORDERED)) or (is_a(answer, "set") and is_a(gold, *ORDERED)):
        return different("structure", "one is a set and the other is ordered")
    if is_a(gold, *ORDERED) or is_a(answer, *ORDERED):
        if is_a(gold, "list") or is_a(answer, "list"):
            return rule_ordered(gold, answer, rule)
        return different("structure", "one is ordered and the other is not")
    mine, theirs = _elements(gold), _elements(answer)
    if len(mine) > MAX_ELEMENTS or len(theirs) > MAX_ELEMENTS:
        raise BudgetExceededError(f"more than {MAX_ELEMENTS} elements")
    mine, theirs = _distinct(mine), _distinct(theirs)
    return match(mine, theirs, rule)


def _only_point(expression: Expression) -> Expression | None:
    """The point in a set of one point, as `{(3,4)}`; `None` for anything else."""
    if not isinstance(expression, Apply) or expression.head != "set" or len(expression.parts) != 1:
        return None
    return expression.parts[0] if is_a(expression.parts[0], "tuple") else None


def match(mine: list[Expression], theirs: list[Expression], rule: Rule) -> Ruling:
    """Whether each element has its equal on the other side."""
    unsure: Ruling | None = None
    left = list(theirs)
    for element in mine:
        alike = [other for other in left if is_a(other, "set") == is_a(element, "set")]
        rulings = [(other, rule(element, other)) for other in alike]
        twin = next((other for other, ruling in rulings if is_equal(ruling)), None)
        if twin is None:
            open_ruling = next((r for _, r in rulings if r.outcome is Outcome.UNDECIDED), None)
            if open_ruling is None:
                return different("elements", "an element of the gold is missing from the answer")
            unsure = open_ruling
            continue
        left = [other for other in left if other is not twin and not is_equal(rule(other, twin))]
    if unsure is not None:
        return undecided(unsure.rung, unsure.reason)
    for extra in left:
        if not any(is_equal(rule(element, extra)) for element in mine):
            return different("elements", "the answer has an element that the gold does not have")
    return equal("elements", "each element has its equal")


def rule_ordered(gold: Expression, answer: Expression, rule: Rule) -> Ruling:
    """Tuples and intervals, with brackets or without."""
    if not isinstance(gold, Apply) or not isinstance(answer, Apply):
        return different("structure", "one is a single value and the other is not")
    shapes = (*ORDERED, "list")
    mine = gold.parts if gold.head in shapes else vector(gold)
    theirs = answer.parts if answer.head in shapes else vector(answer)
    if mine is None or theirs is None:
        return different("structure", "they are of different shapes")
    both_bracketed = gold.head in ORDERED and answer.head in ORDERED
    if gold.head != answer.head and both_bracketed and len(mine) == 2:
        return different("brackets", "the brackets differ")
    return componentwise(mine, theirs, rule)


def componentwise(mine: Sequence[Expression], theirs: Sequence[Expression], rule: Rule) -> Ruling:
    """Parts in their order, one by one."""
    if len(mine) != len(theirs):
        return different("elements", "they differ in length")
    unsure: Ruling | None = None
    for element, other in zip(mine, theirs, strict=True):
        ruling = rule(element, other)
        if ruling.outcome is Outcome.DIFFERENT:
            return different("elements", f"a component differs: {ruling.reason}")
        if ruling.outcome is Outcome.UNDECIDED:
            unsure = ruling
    if unsure is not None:
        return undecided(unsure.rung, unsure.reason)
    return equal("elements", "each component is equal")


def rule_matrices(gold: Expression, answer: Expression, rule: Rule) -> Ruling:
    """Matrices of one size, entry by entry."""
    if not (isinstance(gold, Apply) and isinstance(answer, Apply) and gold.head == answer.head):
        return different("structure", "one is a matrix and the other is not")
    if len(gold.parts) != len(answer.parts):
        return different("structure", "the matrices differ in size")
    mine = [row.parts for row in gold.parts if isinstance(row, Apply)]
    theirs = [row.parts for row in answer.parts if isinstance(row, Apply)]
    if len(mine[0]) != len(theirs[0]):
        return different("structure", "the matrices differ in size")
    return componentwise([c for row in mine for c in row], [c for row in theirs for c in row], rule)


def rule_unions(gold: Expression, answer: Expression, rule: Rule) -> Ruling:
    """Unions whose members are no sets of real numbers, in any order."""
    if is_a(gold, "intersection") or is_a(answer, "intersection"):
        return undecided("structure", "intersections are not computed")
    mine, theirs = members(gold), members(answer)
    return match(mine, theirs, rule)


def rule_cases(gold: Expression, answer: Expression, rule: Rule) -> Ruling:
    """Functions that are defined by cases, in any order."""
    if not (isinstance(gold, Apply) and isinstance(answer, Apply) and gold.head == answer.head):
        return different("structure", "one is defined by cases and the other is not")
    mine = [Apply("tuple", row.parts) for row in gold.parts if isinstance(row, Apply)]
    theirs = [Apply("tuple", row.parts) for row in answer.parts if isinstance(row, Apply)]
    return match(list(mine), list(theirs), rule)


def _elements(expression: Expression) -> list[Expression]:
    found = solutions(expression)
    return [expression] if found is None else found


def _distinct(elements: list[Expression]) -> list[Expression]:
    return list(dict.fromkeys(elements))
