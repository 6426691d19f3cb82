"""Compare two expressions of any kind: by what they are, each kind in a module of its own.

The order matters. What is brought to one form, or decided by its head alone, comes first; what is a single
value after all comes last.
"""

from verifiers.math.assignments import rule_assignments
from verifiers.math.congruences import rule_congruences
from verifiers.math.elements import rule_cases, rule_matrices, rule_ordered, rule_unions, rule_unordered
from verifiers.math.expression import Apply, Expression, Name, replaced, variables
from verifiers.math.families import FAMILY, rule_families
from verifiers.math.forms import (
    as_interval,
    components,
    exactly,
    selections,
    with_other_constants,
    with_same_constant,
    without_combination,
    without_curve_name,
    without_label,
)
from verifiers.math.integrals import rule_integrals
from verifiers.math.labels import names_value
from verifiers.math.matrices import from_lists, worked_out
from verifiers.math.measures import rule_quantities, without_unit_letters
from verifiers.math.outcome import Outcome, Prover, Ruling, different, equal, undecided
from verifiers.math.real_sets import is_clearly_set, rule_real_sets
from verifiers.math.relations import rule_relations
from verifiers.math.scalars import is_equal, rule_scalars
from verifiers.math.shapes import (
    NOT_VALUES,
    ORDERED,
    bare,
    holds,
    is_a,
    is_relation,
)
from verifiers.math.solutions import solutions


def rule(gold: Expression, answer: Expression, tolerance: float | None, prove: Prover | None) -> Ruling:
    """Compare two expressions of any kind.

    Raises:
        BudgetExceededError: deciding would take too much.
    """
    return _Comparer(tolerance, prove).rule(gold, answer)


class _Comparer:
    def __init__(self, tolerance: float | None, prove: Prover | None) -> None:
        self._tolerance = tolerance
        self._prove = prove
        self._is_renaming = False

    def rule(self, gold: Expression, answer: Expression) -> Ruling:
        ruling = self._rule(gold, answer)
        if ruling.outcome is Outcome.DIFFERENT and not self._is_renaming:
            self._is_renaming = True
            try:
                renamed = with_other_constants(without_label(answer, gold), without_label(gold, answer))
                rulings = [self._rule(gold, each) for each in renamed]
            finally:
                self._is_renaming = False
            return next(filter(is_equal, rulings), ruling)
        return ruling

    def _rule(self, gold: Expression, answer: Expression) -> Ruling:
        gold, answer = worked_out(bare(gold)), worked_out(bare(answer))
        gold, answer = without_curve_name(gold), without_curve_name(answer)
        if gold == answer:
            return equal("structure", "both are read as the same expression")
        if is_a(gold, FAMILY) or is_a(answer, FAMILY):
            return rule_families(gold, answer, self.rule)
        if is_a(gold, "chain", "approx") or is_a(answer, "chain", "approx"):
            mine, theirs = exactly(gold), exactly(answer)
            if mine is None or theirs is None:
                return different("approximation", "the two sides of an approximation are far apart")
            if (mine, theirs) != (gold, answer):
                return self.rule(mine, theirs)
        if is_a(gold, "congruence") or is_a(answer, "congruence"):
            return rule_congruences(gold, answer, self.rule)
        gold, answer = without_label(gold, answer), without_label(without_combination(answer, gold), gold)
        if (assigned := rule_assignments(gold, answer, self.rule)) is not None:
            return assigned
        calculation = is_a(answer, "=") and not variables(answer)
        if (is_a(answer, "chain") or calculation) and not is_relation(gold):
            consistent = self._last_of_equal_chain(answer)
            if consistent is not None:
                return self.rule(gold, consistent)
        if is_a(answer, "=") and not is_relation(gold) and isinstance(answer, Apply):
            worked, value = answer.parts
            if is_a(worked, "int", "sum", "prod", "lim") and not variables(value):
                said = self.rule(value, worked)
                return said if said.outcome is Outcome.DIFFERENT else self.rule(gold, value)
        if is_a(answer, "chain") and is_a(gold, "=") and isinstance(answer, Apply):
            consistent = self._last_of_equal_chain(answer)
            if consistent is not None and isinstance(answer.parts[0], Name):
                return self.rule(gold, Apply("=", (answer.parts[0], consistent)))
        if is_clearly_set(gold) or is_clearly_set(answer):
            decided = rule_real_sets(gold, answer, self._scalars)
            if decided is not None:
                return decided
        if is_a(gold, "matrix") or is_a(answer, "matrix"):
            gold, answer = components(from_lists(gold)), components(from_lists(answer))
        if is_a(gold, "cases") or is_a(answer, "cases"):
            return rule_cases(gold, answer, self.rule)
        gold, answer = as_interval(gold, answer), as_interval(answer, gold)
        if solutions(gold) is not None or solutions(answer) is not None:
            return rule_unordered(gold, answer, self.rule)
        if is_a(gold, *ORDERED) or is_a(answer, *ORDERED):
            return rule_ordered(components(gold), components(answer), self.rule)
        if is_a(gold, "matrix") or is_a(answer, "matrix"):
            return rule_matrices(gold, answer, self.rule)
        if is_a(gold, "union", "intersection") or is_a(answer, "union", "intersection"):
            return rule_unions(gold, answer, self.rule)
        if is_relation(gold) or is_relation(answer):
            return rule_relations(gold, answer, self.rule, self._scalars)
        if is_a(gold, "percent", "degree", "unit") or is_a(answer, "percent", "degree", "unit"):
            return rule_quantities(gold, answer, self.rule)
        gold, answer = without_unit_letters(gold, answer)
        return self._scalars(gold, answer)

    def _scalars(self, gold: Expression, answer: Expression) -> Ruling:
        for letter in ("j", "I"):
            if variables(answer) == {letter} and not variables(gold):
                # Engineers and SymPy write the imaginary unit so.
                answer = replaced(answer, letter, Name("i"))
        answer = with_same_constant(answer, gold)
        gold, answer = selections(gold), selections(answer)
        if (integrals := rule_integrals(gold, answer, self._scalars)) is not None:
            return integrals
        for side in (gold, answer):
            if holds(side, NOT_VALUES):
                return different("structure", "one is a single value and the other is not")
            if _holds_conjugate(side):
                return undecided("structure", "a variable that may be complex, a vector or a mean")
        return rule_scalars(gold, answer, self._tolerance, self._prove)

    def _last_of_equal_chain(self, chain: Expression) -> Expression | None:
        """The last part of `a = b = c` when all parts after a first name are equal."""
        parts = chain.parts if isinstance(chain, Apply) else ()
        if len(parts) == 2:
            parts = (parts[0], Name("="), parts[1])
        if any(part != Name("=") for part in parts[1::2]):
            return None
        values = list(parts[::2])
        if names_value(values[0], values[-1]):
            values = values[1:]
        if all(is_equal(self.rule(values[-1], value)) for value in values[:-1]):
            return values[-1]
        return None


_CONJUGATES = frozenset({"overline", "bar", "hat", "vec", "Re", "Im"})


def _holds_conjugate(expression: Expression) -> bool:
    if not isinstance(expression, Apply):
        return False
    if expression.head in _CONJUGATES:
        return bool(variables(expression))
    return any(map(_holds_conjugate, expression.parts))
