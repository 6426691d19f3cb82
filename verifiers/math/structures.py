"""Compare what is more than one value: lists, sets, tuples, intervals, relations, quantities, matrices."""

from collections.abc import Sequence
from fractions import Fraction

from verifiers.math.expression import Apply, Expression, Name, Number, names_of, replaced, show, variables
from verifiers.math.families import FAMILY, rule_families
from verifiers.math.forms import (
    adds,
    as_interval,
    assignment,
    components,
    congruence,
    exactly,
    ratio_parts,
    residue,
    selections,
    with_other_constants,
    with_same_constant,
    without_combination,
    without_curve_name,
    without_label,
)
from verifiers.math.identities import NotRationalError, proportional
from verifiers.math.labels import names_value
from verifiers.math.limits import MAX_ELEMENTS
from verifiers.math.matrices import from_lists, worked_out
from verifiers.math.measures import in_radians, quantity, scaled, without_unit_letters
from verifiers.math.outcome import Outcome, Prover, Ruling, different, equal, undecided
from verifiers.math.rationals import rational_value
from verifiers.math.real_sets import NotRealSetError, is_clearly_set, read_real_set
from verifiers.math.scalars import is_equal, rule_scalars, sign_of_difference
from verifiers.math.shapes import (
    INEQUALITIES,
    NOT_VALUES,
    ORDERED,
    any_holds,
    bare,
    holds,
    is_a,
    is_relation,
    members,
    vector,
)
from verifiers.math.solutions import solutions
from verifiers.math.tokens import BudgetExceededError
from verifiers.math.units import Unit


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
            return self._rule_congruences(gold, answer)
        gold, answer = without_label(gold, answer), without_label(without_combination(answer, gold), gold)
        if (assigned := self._rule_assignments(gold, answer)) is not None:
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
            decided = self._rule_real_sets(gold, answer)
            if decided is not None:
                return decided
        if is_a(gold, "matrix") or is_a(answer, "matrix"):
            gold, answer = components(from_lists(gold)), components(from_lists(answer))
        if is_a(gold, "cases") or is_a(answer, "cases"):
            return self._rule_cases(gold, answer)
        gold, answer = as_interval(gold, answer), as_interval(answer, gold)
        if solutions(gold) is not None or solutions(answer) is not None:
            return self._rule_unordered(gold, answer)
        if is_a(gold, *ORDERED) or is_a(answer, *ORDERED):
            return self._rule_ordered(components(gold), components(answer))
        if is_a(gold, "matrix") or is_a(answer, "matrix"):
            return self._rule_matrices(gold, answer)
        if is_a(gold, "union", "intersection") or is_a(answer, "union", "intersection"):
            return self._rule_unions(gold, answer)
        if is_relation(gold) or is_relation(answer):
            return self._rule_relations(gold, answer)
        if is_a(gold, "percent", "degree", "unit") or is_a(answer, "percent", "degree", "unit"):
            return self._rule_quantities(gold, answer)
        gold, answer = without_unit_letters(gold, answer)
        return self._scalars(gold, answer)

    def _rule_congruences(self, gold: Expression, answer: Expression) -> Ruling:
        """Residues of one modulus; a residue alone must be the one that was written."""
        (mine, modulus), (theirs, other_modulus) = congruence(gold), congruence(answer)
        (label, value), (other_label, other) = residue(mine), residue(theirs)
        if label is not None and other_label is not None and label != other_label:
            return different("congruence", "the congruences are about other values")
        if modulus is None or other_modulus is None:
            return self.rule(value, other)
        moduli = self.rule(modulus, other_modulus)
        if not is_equal(moduli):
            return moduli
        numbers = [rational_value(each) for each in (value, other, modulus)]
        if None in numbers:
            return self.rule(value, other)
        first, second, step = (Fraction(number or 0) for number in numbers)
        if step and ((first - second) / step).denominator == 1:
            return equal("congruence", "the values leave the same remainder")
        return different("congruence", "the values leave other remainders")

    def _rule_assignments(self, gold: Expression, answer: Expression) -> Ruling | None:
        """`x=3, y=4` is matched by name, or stands for the tuple of its values."""
        mine, theirs = assignment(gold), assignment(answer)
        if mine is None and theirs is None:
            return None
        if mine is not None and theirs is not None:
            if mine.keys() != theirs.keys():
                return different("assignment", "values are given to other names")
            return self._componentwise(list(mine.values()), [theirs[name] for name in mine])
        other = answer if theirs is None else gold
        assigned = mine if theirs is None else theirs
        if not is_a(other, "tuple", "list", "matrix") or assigned is None:
            return different("structure", "one assigns values to several names and the other does not")
        values = Apply("tuple", tuple(assigned.values()))
        return self.rule(values, answer) if theirs is None else self.rule(gold, values)

    def _rule_real_sets(self, gold: Expression, answer: Expression) -> Ruling | None:
        try:
            (mine, names), (theirs, other_names) = read_real_set(gold), read_real_set(answer)
        except NotRealSetError:
            return None
        if len(names | other_names) > 1:
            return different("sets", "the conditions are on other names")
        if len(mine) != len(theirs):
            return different("sets", "the sets differ")
        for one, other in zip(mine, theirs, strict=True):
            if (one.has_low, one.has_high) != (other.has_low, other.has_high):
                return different("sets", "an end belongs to one of the sets only")
            for end, other_end in ((one.low, other.low), (one.high, other.high)):
                if (end is None) != (other_end is None):
                    return different("sets", "one of the sets is bounded where the other is not")
                if end is not None and other_end is not None:
                    ruling = self._scalars(end, other_end)
                    if not is_equal(ruling):
                        return ruling
        return equal("sets", "both say the same set of real numbers")

    def _rule_cases(self, gold: Expression, answer: Expression) -> Ruling:
        if not (isinstance(gold, Apply) and isinstance(answer, Apply) and gold.head == answer.head):
            return different("structure", "one is defined by cases and the other is not")
        mine = [Apply("tuple", row.parts) for row in gold.parts if isinstance(row, Apply)]
        theirs = [Apply("tuple", row.parts) for row in answer.parts if isinstance(row, Apply)]
        return self._match(list(mine), list(theirs))

    def _scalars(self, gold: Expression, answer: Expression) -> Ruling:
        for letter in ("j", "I"):
            if variables(answer) == {letter} and not variables(gold):
                # Engineers and SymPy write the imaginary unit so.
                answer = replaced(answer, letter, Name("i"))
        answer = with_same_constant(answer, gold)
        gold, answer = selections(gold), selections(answer)
        if (integrals := self._rule_integrals(gold, answer)) is not None:
            return integrals
        for side in (gold, answer):
            if holds(side, NOT_VALUES):
                return different("structure", "one is a single value and the other is not")
            if _holds_conjugate(side):
                return undecided("structure", "a variable that may be complex, a vector or a mean")
        return rule_scalars(gold, answer, self._tolerance, self._prove)

    def _rule_integrals(self, gold: Expression, answer: Expression) -> Ruling | None:
        """By their derivatives, where one is an integral without bounds or both hold its constant."""
        for one, other in ((gold, answer), (answer, gold)):
            if is_a(one, "antiderivative") and isinstance(one, Apply) and not is_a(other, "antiderivative"):
                integrand, name = one.parts
                if not (variables(other) - variables(integrand)) & _CONSTANT:
                    return None
                return self._scalars(integrand, _derivative(other, name))
        names = variables(gold) - _CONSTANT
        if (
            len(names) != 1
            or variables(gold) != variables(answer)
            or not adds(gold, Name("C"))
            or adds(answer, Name("C"))
        ):
            return None
        (name,) = (Name(each) for each in names)
        return self._scalars(_derivative(gold, name), _derivative(answer, name))

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

    def _rule_unordered(self, gold: Expression, answer: Expression) -> Ruling:
        if {gold, answer} == {Name("empty"), Name("phi")}:
            return equal("structure", "the letter stands for the empty set")
        for one, other in ((gold, answer), (answer, gold)):
            if is_a(one, "set") and isinstance(one, Apply) and is_a(other, "tuple"):
                (element, *others) = one.parts
                if is_a(element, "tuple") and not others:
                    return self.rule(*((element, other) if one is gold else (other, element)))
        if (is_a(gold, "set") and is_a(answer, *ORDERED)) or (is_a(answer, "set") and is_a(gold, *ORDERED)):
            return different("structure", "one is a set and the other is ordered")
        if is_a(gold, *ORDERED) or is_a(answer, *ORDERED):
            if is_a(gold, "list") or is_a(answer, "list"):
                return self._rule_ordered(gold, answer)
            return different("structure", "one is ordered and the other is not")
        mine, theirs = self._elements(gold), self._elements(answer)
        if len(mine) > MAX_ELEMENTS or len(theirs) > MAX_ELEMENTS:
            raise BudgetExceededError(f"more than {MAX_ELEMENTS} elements")
        mine, theirs = _distinct(mine), _distinct(theirs)
        return self._match(mine, theirs)

    def _elements(self, expression: Expression) -> list[Expression]:
        found = solutions(expression)
        return [expression] if found is None else found

    def _match(self, mine: list[Expression], theirs: list[Expression]) -> Ruling:
        unsure: Ruling | None = None
        left = list(theirs)
        for element in mine:
            alike = [other for other in left if is_a(other, "set") == is_a(element, "set")]
            rulings = [(other, self.rule(element, other)) for other in alike]
            twin = next((other for other, ruling in rulings if is_equal(ruling)), None)
            if twin is None:
                open_ruling = next((r for _, r in rulings if r.outcome is Outcome.UNDECIDED), None)
                if open_ruling is None:
                    return different("elements", "an element of the gold is missing from the answer")
                unsure = open_ruling
                continue
            left = [other for other in left if other is not twin and not is_equal(self.rule(other, twin))]
        if unsure is not None:
            return undecided(unsure.rung, unsure.reason)
        for extra in left:
            if not any(is_equal(self.rule(element, extra)) for element in mine):
                return different("elements", "the answer has an element that the gold does not have")
        return equal("elements", "each element has its equal")

    def _rule_ordered(self, gold: Expression, answer: Expression) -> Ruling:
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
        return self._componentwise(mine, theirs)

    def _componentwise(self, mine: Sequence[Expression], theirs: Sequence[Expression]) -> Ruling:
        if len(mine) != len(theirs):
            return different("elements", "they differ in length")
        unsure: Ruling | None = None
        for element, other in zip(mine, theirs, strict=True):
            ruling = self.rule(element, other)
            if ruling.outcome is Outcome.DIFFERENT:
                return different("elements", f"a component differs: {ruling.reason}")
            if ruling.outcome is Outcome.UNDECIDED:
                unsure = ruling
        if unsure is not None:
            return undecided(unsure.rung, unsure.reason)
        return equal("elements", "each component is equal")

    def _rule_matrices(self, gold: Expression, answer: Expression) -> Ruling:
        if not (isinstance(gold, Apply) and isinstance(answer, Apply) and gold.head == answer.head):
            return different("structure", "one is a matrix and the other is not")
        if len(gold.parts) != len(answer.parts):
            return different("structure", "the matrices differ in size")
        mine = [row.parts for row in gold.parts if isinstance(row, Apply)]
        theirs = [row.parts for row in answer.parts if isinstance(row, Apply)]
        if len(mine[0]) != len(theirs[0]):
            return different("structure", "the matrices differ in size")
        return self._componentwise([c for row in mine for c in row], [c for row in theirs for c in row])

    def _rule_unions(self, gold: Expression, answer: Expression) -> Ruling:
        if is_a(gold, "intersection") or is_a(answer, "intersection"):
            return undecided("structure", "intersections are not computed")
        mine, theirs = members(gold), members(answer)
        return self._match(mine, theirs)

    def _rule_relations(self, gold: Expression, answer: Expression) -> Ruling:
        mine, theirs = ratio_parts(gold), ratio_parts(answer)
        if mine is not None or theirs is not None:
            return self._rule_ratios(mine or _fraction_parts(gold), theirs or _fraction_parts(answer))
        if not (isinstance(gold, Apply) and isinstance(answer, Apply)):
            return different("structure", "one is a relation and the other is not")
        if gold.head == "chain" and answer.head == "chain":
            return self._rule_chains(gold, answer)
        if (
            _is_named(gold)
            and _is_named(answer)
            and (is_a(gold.parts[0], "call") or is_a(answer.parts[0], "call"))
        ):
            return self._rule_functions(gold, answer)
        if _is_same_letter(gold, answer):
            return self.rule(gold.parts[1], answer.parts[1])
        if INEQUALITIES.get(gold.head) == answer.head:
            answer = Apply(gold.head, (answer.parts[1], answer.parts[0]))
        if gold.head != answer.head:
            return different("structure", "the relations differ")
        if is_equal(self._componentwise(gold.parts, answer.parts)):
            return equal("elements", "both sides are equal")
        if (
            gold.head in ("in", "!=")
            or any_holds(gold.parts, NOT_VALUES)
            or any_holds(answer.parts, NOT_VALUES)
        ):
            return different("structure", "the relations differ")
        if not variables(gold) or not variables(answer):
            return different("structure", "the relations are between other numbers")
        return self._rule_rearranged(gold, answer)

    def _rule_functions(self, gold: Apply, answer: Apply) -> Ruling:
        """`f(x) = …` against `y = …` or against the same in another variable."""
        value = answer.parts[1]
        mine, theirs = gold.parts[0], answer.parts[0]
        if (
            is_a(mine, "call")
            and is_a(theirs, "call")
            and isinstance(mine, Apply)
            and isinstance(theirs, Apply)
        ):
            if show(theirs.parts[1]) not in variables(value) and variables(value):
                return different("structure", "the function does not depend on its variable")
            value = replaced(value, show(theirs.parts[1]), mine.parts[1])
        return self.rule(gold.parts[1], value)

    def _rule_ratios(self, mine: tuple[Expression, ...], theirs: tuple[Expression, ...]) -> Ruling:
        if len(mine) != len(theirs):
            return different("ratio", "they are ratios of different lengths")
        if any(holds(part, NOT_VALUES) for part in (*mine, *theirs)):
            return different("ratio", "one is a ratio and the other is not")
        # By the last part that is not zero, since anything times zero is proportional to `0:0`.
        for pivot in reversed(range(len(mine))):
            ruling = self._scalars(mine[pivot], _ZERO)
            if ruling.outcome is Outcome.DIFFERENT:
                break
            if not is_equal(ruling):
                return undecided("ratio", "whether a part of the gold is zero is not known")
        else:
            return undecided("ratio", "the gold is a ratio of zeros")
        ruling = self._scalars(theirs[pivot], _ZERO)
        if ruling.outcome is Outcome.UNDECIDED:
            return ruling
        if is_equal(ruling):
            if holds(mine[0], frozenset({"unit"})) and not is_equal(self._scalars(theirs[0], _ZERO)):
                return undecided("ratio", "it may be a ratio or a time such as `3:00`")
            return different("ratio", "a part is zero in the answer only")
        return self._componentwise(
            [Apply("divide", (part, mine[pivot])) for part in mine],
            [Apply("divide", (part, theirs[pivot])) for part in theirs],
        )

    def _rule_rearranged(self, gold: Apply, answer: Apply) -> Ruling:
        mine = Apply("add", (gold.parts[0], Apply("negate", (gold.parts[1],))))
        theirs = Apply("add", (answer.parts[0], Apply("negate", (answer.parts[1],))))
        try:
            # Multiplying an inequality by a denominator of unknown sign would change it.
            ratio = proportional(mine, theirs, with_denominators=gold.head != "=")
        except NotRationalError:
            if self._is_multiple(mine, theirs, positive=gold.head != "="):
                return equal("equation", "one is the other times a constant")
            return undecided("equation", "whether the equations are the same is not known")
        if ratio is not None and (gold.head == "=" or ratio > 0):
            return equal("equation", "one is the other rearranged")
        if ratio is None and self._is_multiple(mine, theirs, positive=gold.head != "="):
            return equal("equation", "one is the other times a constant")
        return different("equation", "neither is the other rearranged")

    def _is_multiple(self, mine: Expression, theirs: Expression, *, positive: bool) -> bool:
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

    def _rule_chains(self, gold: Apply, answer: Apply) -> Ruling:
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
        return self._componentwise(mine[::2], theirs[::2])

    def _rule_quantities(self, gold: Expression, answer: Expression) -> Ruling:
        mine, theirs = quantity(gold, answer), quantity(answer, gold)
        if mine is None or theirs is None:
            return different("units", "a unit is not understood")
        (value, unit), (other, other_unit) = mine, theirs
        if unit == "percent" or other_unit == "percent":
            return self._rule_percent(value, unit, other, other_unit)
        if unit is None or other_unit is None:
            ruling = self.rule(value, other)
            if "degree" not in (unit, other_unit) or (is_equal(ruling) and "pi" not in names_of(value)):
                return ruling
            radians = [in_radians(v) if u == "degree" else v for v, u in (mine, theirs)]
            return self.rule(*radians)
        if {unit, other_unit} == {"degree", "radian"}:
            radians = [in_radians(v) if u == "degree" else v for v, u in (mine, theirs)]
            return self.rule(*radians)
        if isinstance(unit, Unit) and isinstance(other_unit, Unit):
            if unit.dimensions != other_unit.dimensions:
                return different("units", "the units measure different things")
            if unit.size == other_unit.size:
                return self.rule(value, other)
            return self.rule(scaled(value, unit.size), scaled(other, other_unit.size))
        return self.rule(value, other) if unit == other_unit else different("units", "the units differ")

    def _rule_percent(self, value: Expression, unit: object, other: Expression, other_unit: object) -> Ruling:
        if unit == other_unit:
            return self.rule(value, other)
        if isinstance(unit, Unit) or isinstance(other_unit, Unit) or "degree" in (unit, other_unit):
            return different("units", "one is a percentage and the other a quantity")
        ruling = self.rule(value, other)
        if is_equal(ruling):
            if unit is None and _is_between_zero_and_one(value):
                return undecided("units", "the gold may be a part or a percentage, and as a part they differ")
            return ruling
        hundredth = Number(Fraction(1, 100))
        if unit == "percent":
            return self.rule(scaled(value, hundredth.value), other)
        return self.rule(value, scaled(other, hundredth.value))


def _is_between_zero_and_one(value: Expression) -> bool:
    number = rational_value(value)
    return number is not None and 0 < abs(number) < 1


def _derivative(expression: Expression, name: Expression) -> Expression:
    return Apply("derivative", (_without_bars(expression), name))


def _without_bars(expression: Expression) -> Expression:
    """The expression with `ln(u)` for `ln|u|`, which has the same derivative."""
    if not isinstance(expression, Apply):
        return expression
    parts = tuple(map(_without_bars, expression.parts))
    if expression.head == "ln" and isinstance(parts[0], Apply) and parts[0].head == "abs":
        parts = parts[0].parts
    return Apply(expression.head, parts)


_CONSTANT = frozenset({"C"})
_CONJUGATES = frozenset({"overline", "bar", "hat", "vec", "Re", "Im"})


def _holds_conjugate(expression: Expression) -> bool:
    if not isinstance(expression, Apply):
        return False
    if expression.head in _CONJUGATES:
        return bool(variables(expression))
    return any(map(_holds_conjugate, expression.parts))


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


_ZERO = Number(Fraction(0))
_IRRATIONAL = frozenset({"sqrt", "root", "ln", "log_base"})


def _fraction_parts(expression: Expression) -> tuple[Expression, ...]:
    """A value as the ratio of itself to one."""
    return (expression, Number(Fraction(1)))


def _distinct(elements: list[Expression]) -> list[Expression]:
    return list(dict.fromkeys(elements))
