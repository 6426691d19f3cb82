"""Compare what is more than one value: lists, sets, tuples, intervals, relations, quantities, matrices."""

from collections.abc import Sequence
from fractions import Fraction

from verifiers.math.expression import Apply, Expression, Name, Number, replaced, show, variables
from verifiers.math.identities import NotRationalError, proportional
from verifiers.math.limits import MAX_ELEMENTS
from verifiers.math.matrices import from_lists, worked_out
from verifiers.math.outcome import Outcome, Prover, Ruling, different, equal, undecided
from verifiers.math.rationals import rational_value
from verifiers.math.real_sets import NotRealSetError, is_clearly_set, read_real_set
from verifiers.math.scalars import is_approximation, is_equal, rule_scalars
from verifiers.math.tokens import BudgetExceededError
from verifiers.math.units import COUNTED, NO_UNIT, UNITS, Unit, combine, read_unit

_ORDERED = ("tuple", "closed", "left_open", "right_open")
_INEQUALITIES = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_INTERVALS = {
    ("<", "<"): "tuple",
    ("<=", "<="): "closed",
    ("<", "<="): "left_open",
    ("<=", "<"): "right_open",
}
_INFINITY = Name("oo")


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

    def rule(self, gold: Expression, answer: Expression) -> Ruling:
        gold, answer = worked_out(_bare(gold)), worked_out(_bare(answer))
        if gold == answer:
            return equal("structure", "both are read as the same expression")
        if _is(gold, "approx") or _is(answer, "approx"):
            return self._rule_approximations(gold, answer)
        if _is(gold, "congruence") or _is(answer, "congruence"):
            return self._rule_congruences(gold, answer)
        gold, answer = _without_label(gold, answer), _without_label(answer, gold)
        if (assigned := self._rule_assignments(gold, answer)) is not None:
            return assigned
        calculation = _is(answer, "=") and not variables(answer)
        if (_is(answer, "chain") or calculation) and not _relation(gold):
            consistent = self._last_of_equal_chain(answer)
            if consistent is not None:
                return self.rule(gold, consistent)
        if _is(answer, "chain") and _is(gold, "=") and isinstance(answer, Apply):
            consistent = self._last_of_equal_chain(answer)
            if consistent is not None and isinstance(answer.parts[0], Name):
                return self.rule(gold, Apply("=", (answer.parts[0], consistent)))
        if is_clearly_set(gold) or is_clearly_set(answer):
            decided = self._rule_real_sets(gold, answer)
            if decided is not None:
                return decided
        if _is(gold, "matrix") or _is(answer, "matrix"):
            gold, answer = from_lists(gold), from_lists(answer)
        if _is(gold, "cases") or _is(answer, "cases"):
            return self._rule_cases(gold, answer)
        gold, answer = _as_interval(gold, answer), _as_interval(answer, gold)
        if _solutions(gold) is not None or _solutions(answer) is not None:
            return self._rule_unordered(gold, answer)
        if _is(gold, *_ORDERED) or _is(answer, *_ORDERED):
            return self._rule_ordered(gold, answer)
        if _is(gold, "matrix") or _is(answer, "matrix"):
            return self._rule_matrices(gold, answer)
        if _is(gold, "union", "intersection") or _is(answer, "union", "intersection"):
            return self._rule_unions(gold, answer)
        if _relation(gold) or _relation(answer):
            return self._rule_relations(gold, answer)
        if _is(gold, "percent", "degree", "unit") or _is(answer, "percent", "degree", "unit"):
            return self._rule_quantities(gold, answer)
        gold, answer = _without_unit_letters(gold, answer)
        return self._scalars(gold, answer)

    def _rule_congruences(self, gold: Expression, answer: Expression) -> Ruling:
        """Residues of one modulus; a residue alone must be the one that was written."""
        (mine, modulus), (theirs, other_modulus) = _congruence(gold), _congruence(answer)
        (label, value), (other_label, other) = _residue(mine), _residue(theirs)
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

    def _rule_approximations(self, gold: Expression, answer: Expression) -> Ruling:
        """`a \\approx 0.42` says `a`, if that is what `a` rounds to."""
        exact: list[Expression] = []
        for side in (gold, answer):
            if not (isinstance(side, Apply) and side.head == "approx"):
                exact.append(side)
                continue
            value, rounded = side.parts
            if not is_approximation(value, rounded):
                return different("approximation", "the two sides of an approximation are far apart")
            exact.append(value)
        return self.rule(*exact)

    def _rule_assignments(self, gold: Expression, answer: Expression) -> Ruling | None:
        """`x=3, y=4` is matched by name, or stands for the tuple of its values."""
        mine, theirs = _assignment(gold), _assignment(answer)
        if mine is None and theirs is None:
            return None
        if mine is not None and theirs is not None:
            if mine.keys() != theirs.keys():
                return different("assignment", "values are given to other names")
            return self._componentwise(list(mine.values()), [theirs[name] for name in mine])
        other = answer if theirs is None else gold
        assigned = mine if theirs is None else theirs
        if not _is(other, "tuple", "list", "matrix") or assigned is None:
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
        for side in (gold, answer):
            if _holds(side, _NOT_VALUES):
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
        if isinstance(values[0], Name) or _is(values[0], "call"):
            values = values[1:]
        if all(is_equal(self.rule(values[-1], value)) for value in values[:-1]):
            return values[-1]
        return None

    def _rule_unordered(self, gold: Expression, answer: Expression) -> Ruling:
        if (_is(gold, "set") and _is(answer, *_ORDERED)) or (_is(answer, "set") and _is(gold, *_ORDERED)):
            return different("structure", "one is a set and the other is ordered")
        if _is(gold, *_ORDERED) or _is(answer, *_ORDERED):
            if _is(gold, "list") or _is(answer, "list"):
                return self._rule_ordered(gold, answer)
            return different("structure", "one is ordered and the other is not")
        mine, theirs = self._elements(gold), self._elements(answer)
        if len(mine) > MAX_ELEMENTS or len(theirs) > MAX_ELEMENTS:
            raise BudgetExceededError(f"more than {MAX_ELEMENTS} elements")
        mine, theirs = _distinct(mine), _distinct(theirs)
        return self._match(mine, theirs)

    def _elements(self, expression: Expression) -> list[Expression]:
        found = _solutions(expression)
        return [expression] if found is None else found

    def _match(self, mine: list[Expression], theirs: list[Expression]) -> Ruling:
        unsure: Ruling | None = None
        left = list(theirs)
        for element in mine:
            alike = [other for other in left if _is(other, "set") == _is(element, "set")]
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
        shapes = (*_ORDERED, "list")
        mine = gold.parts if gold.head in shapes else _vector(gold)
        theirs = answer.parts if answer.head in shapes else _vector(answer)
        if mine is None or theirs is None:
            return different("structure", "they are of different shapes")
        both_bracketed = gold.head in _ORDERED and answer.head in _ORDERED
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
        if _is(gold, "intersection") or _is(answer, "intersection"):
            return undecided("structure", "intersections are not computed")
        mine, theirs = _members(gold), _members(answer)
        return self._match(mine, theirs)

    def _rule_relations(self, gold: Expression, answer: Expression) -> Ruling:
        mine, theirs = _ratio(gold), _ratio(answer)
        if mine is not None or theirs is not None:
            return self._rule_ratios(mine or _fraction_parts(gold), theirs or _fraction_parts(answer))
        if not (isinstance(gold, Apply) and isinstance(answer, Apply)):
            return different("structure", "one is a relation and the other is not")
        if gold.head == "chain" and answer.head == "chain":
            return self._rule_chains(gold, answer)
        if _is_named(gold) and _is_named(answer) and "call" in (_head(gold.parts[0]), _head(answer.parts[0])):
            return self._rule_functions(gold, answer)
        if _INEQUALITIES.get(gold.head) == answer.head:
            answer = Apply(gold.head, (answer.parts[1], answer.parts[0]))
        if gold.head != answer.head:
            return different("structure", "the relations differ")
        if is_equal(self._componentwise(gold.parts, answer.parts)):
            return equal("elements", "both sides are equal")
        if (
            gold.head in ("in", "!=")
            or _holds_in(gold.parts, _NOT_VALUES)
            or _holds_in(answer.parts, _NOT_VALUES)
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
            _is(mine, "call")
            and _is(theirs, "call")
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
        if any(_holds(part, _NOT_VALUES) for part in (*mine, *theirs)):
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
            if _holds(mine[0], frozenset({"unit"})) and not is_equal(self._scalars(theirs[0], _ZERO)):
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
            return undecided("equation", "whether the equations are the same is not known")
        if ratio is not None and (gold.head == "=" or ratio > 0):
            return equal("equation", "one is the other rearranged")
        return different("equation", "neither is the other rearranged")

    def _rule_chains(self, gold: Apply, answer: Apply) -> Ruling:
        mine, theirs = gold.parts, answer.parts
        if all(isinstance(op, Name) and op.name in _INEQUALITIES for op in theirs[1::2]):
            flipped = [
                Name(_INEQUALITIES[part.name]) if index % 2 and isinstance(part, Name) else part
                for index, part in enumerate(reversed(theirs))
            ]
            if mine[1] == flipped[1]:
                theirs = tuple(flipped)
        if mine[1::2] != theirs[1::2]:
            return different("structure", "the relations differ")
        return self._componentwise(mine[::2], theirs[::2])

    def _rule_quantities(self, gold: Expression, answer: Expression) -> Ruling:
        mine, theirs = _quantity(gold, answer), _quantity(answer, gold)
        if mine is None or theirs is None:
            return different("units", "a unit is not understood")
        (value, unit), (other, other_unit) = mine, theirs
        if unit == "percent" or other_unit == "percent":
            return self._rule_percent(value, unit, other, other_unit)
        if unit is None or other_unit is None:
            ruling = self.rule(value, other)
            if is_equal(ruling) or "degree" not in (unit, other_unit):
                return ruling
            radians = [_in_radians(v) if u == "degree" else v for v, u in (mine, theirs)]
            return self.rule(*radians)
        if {unit, other_unit} == {"degree", "radian"}:
            radians = [_in_radians(v) if u == "degree" else v for v, u in (mine, theirs)]
            return self.rule(*radians)
        if isinstance(unit, Unit) and isinstance(other_unit, Unit):
            if unit.dimensions != other_unit.dimensions:
                return different("units", "the units measure different things")
            if unit.size == other_unit.size:
                return self.rule(value, other)
            return self.rule(_scaled(value, unit.size), _scaled(other, other_unit.size))
        return self.rule(value, other) if unit == other_unit else different("units", "the units differ")

    def _rule_percent(self, value: Expression, unit: object, other: Expression, other_unit: object) -> Ruling:
        if unit == other_unit:
            return self.rule(value, other)
        if isinstance(unit, Unit) or isinstance(other_unit, Unit) or "degree" in (unit, other_unit):
            return different("units", "one is a percentage and the other a quantity")
        ruling = self.rule(value, other)
        if is_equal(ruling):
            return ruling
        hundredth = Number(Fraction(1, 100))
        if unit == "percent":
            return self.rule(_scaled(value, hundredth.value), other)
        return self.rule(value, _scaled(other, hundredth.value))


_CONJUGATES = frozenset({"overline", "bar", "hat", "vec", "Re", "Im"})


def _holds_conjugate(expression: Expression) -> bool:
    if not isinstance(expression, Apply):
        return False
    if expression.head in _CONJUGATES:
        return bool(variables(expression))
    return any(map(_holds_conjugate, expression.parts))


def _head(expression: Expression) -> str:
    return expression.head if isinstance(expression, Apply) else ""


def _is_named(expression: Apply) -> bool:
    """Whether it gives a value to `y` or `f(x)`."""
    if expression.head != "=":
        return False
    label, value = expression.parts
    return _is(label, "call") or (isinstance(label, Name) and label.name not in variables(value))


def _congruence(expression: Expression) -> tuple[Expression, Expression | None]:
    """What is said, and modulo what; without a modulus for anything else."""
    if isinstance(expression, Apply) and expression.head == "congruence":
        return expression.parts[0], expression.parts[1]
    return expression, None


def _residue(expression: Expression) -> tuple[Expression | None, Expression]:
    if isinstance(expression, Apply) and expression.head in ("equiv", "="):
        return expression.parts[0], expression.parts[1]
    return None, expression


def _ratio(expression: Expression) -> tuple[Expression, ...] | None:
    if not isinstance(expression, Apply):
        return None
    if expression.head == "ratio":
        return expression.parts
    if expression.head == "chain" and all(sign == Name("ratio") for sign in expression.parts[1::2]):
        return expression.parts[::2]
    return None


_ZERO = Number(Fraction(0))


def _fraction_parts(expression: Expression) -> tuple[Expression, ...]:
    """A value as the ratio of itself to one."""
    return (expression, Number(Fraction(1)))


def _assignment(expression: Expression) -> dict[str, Expression] | None:
    """The value of each name in `x=3, y=4` or `(x,y)=(3,4)`, by name; `None` for anything else."""
    if not isinstance(expression, Apply):
        return None
    if expression.head == "=":
        names, values = expression.parts
        if not (
            isinstance(names, Apply) and isinstance(values, Apply) and names.head == values.head == "tuple"
        ):
            return None
        if len(names.parts) != len(values.parts) or not all(isinstance(name, Name) for name in names.parts):
            return None
        pairs = list(zip(names.parts, values.parts, strict=True))
    elif expression.head in ("list", "set"):
        equations = [part for part in expression.parts if isinstance(part, Apply) and part.head == "="]
        pairs = [(left, right) for left, right in (equation.parts for equation in equations)]
        if len(pairs) != len(expression.parts):
            return None
        pairs.sort(key=lambda pair: show(pair[0]))
    else:
        return None
    found = {name.name: value for name, value in pairs if isinstance(name, Name)}
    if len(found) != len(pairs) or len({name.partition("_")[0] for name in found}) < 2:
        return None
    return None if any(variables(value) for value in found.values()) else found


_NOT_VALUES = frozenset(
    {
        "cases",
        "both",
        "either",
        "without",
        "approx",
        "list",
        "set",
        "tuple",
        "closed",
        "left_open",
        "right_open",
        "matrix",
        "row",
        "union",
        "intersection",
    }
    | {"chain", "=", "<", ">", "<=", ">=", "!=", "in", "ratio"}
)


def _is(expression: Expression, *heads: str) -> bool:
    return isinstance(expression, Apply) and expression.head in heads


def _bare(expression: Expression) -> Expression:
    while isinstance(expression, Apply) and expression.head == "group":
        expression = expression.parts[0]
    if _is(expression, "negate") and isinstance(expression, Apply):
        inner = _bare(expression.parts[0])
        if isinstance(inner, Apply) and inner.head in ("unit", "percent", "degree"):
            return Apply(inner.head, (Apply("negate", inner.parts[:1]), *inner.parts[1:]))
    return expression


def _holds(expression: Expression, heads: frozenset[str]) -> bool:
    return isinstance(expression, Apply) and (expression.head in heads or _holds_in(expression.parts, heads))


def _holds_in(expressions: Sequence[Expression], heads: frozenset[str]) -> bool:
    return any(_holds(expression, heads) for expression in expressions)


def _relation(expression: Expression) -> bool:
    return _is(expression, "=", "<", ">", "<=", ">=", "!=", "in", "ratio", "chain", "both", "either")


def _without_label(expression: Expression, other: Expression) -> Expression:
    """The right side of `x = 5` or `f(x) = …` when the other one is no equation or has the same left side."""
    if not isinstance(expression, Apply):
        return expression
    if expression.head == "multiply" and _is(other, "tuple") and len(expression.parts) == 2:
        # A point with its letter, such as P(3,4).
        letter, point = expression.parts
        return point if isinstance(letter, Name) and _is(point, "tuple") else expression
    if expression.head != "=":
        return expression
    label, value = expression.parts
    if isinstance(value, Name) and not variables(label) and not _is(other, *_INEQUALITIES, "=", "in"):
        return label
    is_tuple_of_names = _is(label, "tuple") and _is(other, "tuple", "list", "set", "matrix")
    is_name = isinstance(label, Name) or _is(label, "call", "vec", "overline", "hat") or _is_length(label)
    if not is_name and not is_tuple_of_names:
        return expression
    if isinstance(label, Name) and label.name in variables(value):
        return expression
    if _relation(other):
        return expression
    if _is(other, "list", "set"):
        labelled = isinstance(other, Apply) and any(_is(part, "=") for part in other.parts)
        return expression if labelled else value
    return value


def _is_length(label: Expression) -> bool:
    """Whether it is a distance such as `AB`, by the capital letters of its ends."""
    if not isinstance(label, Apply) or label.head != "multiply":
        return False
    return all(isinstance(part, Name) and len(part.name) == 1 and part.name.isupper() for part in label.parts)


def _as_interval(expression: Expression, other: Expression) -> Expression:
    """An inequality of one variable as the interval it says, when the other one is an interval or union."""
    if not _is(other, *_ORDERED, "union"):
        return expression
    if _is(expression, "list") and _is(other, "union") and isinstance(expression, Apply):
        return Apply("union", tuple(_as_interval(part, other) for part in expression.parts))
    if _is(expression, "in") and isinstance(expression, Apply):
        return _bare(expression.parts[1])
    if not isinstance(expression, Apply):
        return expression
    if expression.head in _INEQUALITIES:
        left, right = expression.parts
        head = expression.head
        if not isinstance(left, Name):
            left, right, head = right, left, _INEQUALITIES[head]
        if not isinstance(left, Name) or variables(right):
            return expression
        minus = Apply("negate", (_INFINITY,))
        return {
            "<": Apply("tuple", (minus, right)),
            "<=": Apply("left_open", (minus, right)),
            ">": Apply("tuple", (right, _INFINITY)),
            ">=": Apply("right_open", (right, _INFINITY)),
        }[head]
    if expression.head == "chain" and len(expression.parts) == 5:
        low, first, middle, second, high = expression.parts
        if not (isinstance(first, Name) and isinstance(second, Name) and isinstance(middle, Name)):
            return expression
        signs = first.name, second.name
        if signs[0] in (">", ">="):
            low, high, signs = high, low, (_INEQUALITIES.get(signs[1], ""), _INEQUALITIES.get(signs[0], ""))
        shape = _INTERVALS.get(signs)
        return expression if shape is None else Apply(shape, (low, high))
    return expression


def _solutions(expression: Expression) -> list[Expression] | None:
    """The elements when the expression lists several values; `None` when it is one thing."""
    if expression == Name("empty"):
        return []
    if not isinstance(expression, Apply):
        return None
    if expression.head in ("list", "set"):
        elements: list[Expression] = []
        for part in expression.parts:
            inner = None if _is(part, "set") or part == Name("empty") else _solutions(part)
            elements += [part] if inner is None else inner
        return elements
    if expression.head == "in" and _is(expression.parts[1], "set"):
        return _solutions(expression.parts[1])
    if expression.head == "=" and _is(expression.parts[0], "tuple"):
        return [expression.parts[1]]
    if expression.head == "=" and isinstance(expression.parts[0], Name):
        inner = _solutions(expression.parts[1])
        return None if inner is None else inner
    if _holds(expression, frozenset({"plus_minus", "minus_plus"})) and not _holds(expression, _NOT_VALUES):
        return [_with_sign(expression, plus=True), _with_sign(expression, plus=False)]
    return None


def _with_sign(expression: Expression, *, plus: bool) -> Expression:
    if not isinstance(expression, Apply):
        return expression
    parts = tuple(_with_sign(part, plus=plus) for part in expression.parts)
    if expression.head in ("plus_minus", "minus_plus"):
        positive = plus == (expression.head == "plus_minus")
        return parts[0] if positive else Apply("negate", parts)
    return Apply(expression.head, parts)


def _distinct(elements: list[Expression]) -> list[Expression]:
    return list(dict.fromkeys(elements))


def _vector(expression: Apply) -> tuple[Expression, ...] | None:
    """The components when the expression is a matrix of one column or one row."""
    if expression.head != "matrix":
        return None
    rows = [row.parts for row in expression.parts if isinstance(row, Apply)]
    if len(rows) == 1:
        return rows[0]
    return tuple(row[0] for row in rows) if all(len(row) == 1 for row in rows) else None


def _members(expression: Expression) -> list[Expression]:
    if isinstance(expression, Apply) and expression.head == "union":
        return [member for part in expression.parts for member in _members(_bare(part))]
    return [expression]


_Measure = Unit | str | None


def _quantity(expression: Expression, other: Expression) -> tuple[Expression, _Measure] | None:
    if not isinstance(expression, Apply):
        return expression, None
    if expression.head == "negate":
        inner = _quantity(expression.parts[0], other)
        return None if inner is None else (Apply("negate", (inner[0],)), inner[1])
    if expression.head == "group":
        return _quantity(expression.parts[0], other)
    if expression.head in ("percent", "degree"):
        return expression.parts[0], expression.head
    if expression.head == "unit":
        name = expression.parts[1]
        if isinstance(name, Name) and name.name.startswith(COUNTED):
            return expression.parts[0], name.name
        unit = (UNITS.get(name.name) or read_unit(name.name)) if isinstance(name, Name) else None
        if unit is None:
            return None
        if unit.dimensions == (("radian", 1),):
            return expression.parts[0], "radian"
        if unit.dimensions == (("angle", 1),):
            return expression.parts[0], "degree"
        if unit.dimensions[0][0] == "unit":
            return expression.parts[0], None
        return expression.parts[0], unit
    if _is(other, "unit") and expression.head in ("multiply", "divide"):
        value, unit = _split(expression)
        if unit.dimensions and rational_value(value) is not None:
            return value, unit
    return expression, None


def _without_unit_letters(gold: Expression, answer: Expression) -> tuple[Expression, Expression]:
    """Forgive a unit in plain letters: any in the answer, and one of several letters in the gold.

    A single letter in the gold may be a variable. In the answer to a number it cannot be one.
    """
    if _holds_in((gold, answer), frozenset({"unit"})):
        return gold, answer
    letters = variables(answer)
    if not variables(gold) and letters and (len(letters) == 1 or _is(answer, "divide")):
        value, unit = _split(answer)
        if unit.dimensions and rational_value(value) is not None:
            return gold, value
    if not letters and len(variables(gold)) > 1 and _is(gold, "divide"):
        value, unit = _split(gold)
        if unit.dimensions and rational_value(value) is not None:
            return value, answer
    return gold, answer


def _split(expression: Expression) -> tuple[Expression, Unit]:
    """Value and unit of a product of both, where a letter that names a unit is one."""
    one = Number(Fraction(1))
    if isinstance(expression, Name) and expression.name in UNITS:
        return one, UNITS[expression.name]
    if not isinstance(expression, Apply):
        return expression, NO_UNIT
    if expression.head == "unit" and isinstance(expression.parts[1], Name):
        unit = read_unit(expression.parts[1].name)
        return expression.parts[0], unit or NO_UNIT
    if expression.head == "power":
        value, unit = _split(expression.parts[0])
        exponent = rational_value(expression.parts[1])
        if (
            value == one
            and unit.dimensions
            and exponent is not None
            and exponent.denominator == 1
            and abs(exponent) <= 3
        ):
            return one, combine(NO_UNIT, unit, int(exponent))
        return expression, NO_UNIT
    if expression.head not in ("multiply", "divide"):
        return expression, NO_UNIT
    parts = [_split(part) for part in expression.parts]
    unit = parts[0][1]
    for _, further in parts[1:]:
        unit = combine(unit, further, 1 if expression.head == "multiply" else -1)
    return Apply(expression.head, tuple(value for value, _ in parts)), unit


def _in_radians(degrees: Expression) -> Expression:
    return Apply("divide", (Apply("multiply", (degrees, Name("pi"))), Number(Fraction(180))))


def _scaled(value: Expression, factor: Fraction) -> Expression:
    number = value if isinstance(value, Number) else None
    if number is not None and number.decimals is not None:
        # The last digit that was written keeps its place only under a power of ten.
        moved = next((n for n in range(-9, 10) if factor == Fraction(10) ** -n), None)
        decimals = None if moved is None else number.decimals + moved
        kept = decimals if decimals is not None and decimals >= 0 else None
        return Number(number.value * factor, kept, number.significant)
    return Apply("multiply", (value, Number(factor)))
