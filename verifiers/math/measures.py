"""Values with the unit that they are measured in: taken apart, and compared."""

from fractions import Fraction

from verifiers.math.expression import Apply, Expression, Name, Number, names_of, variables
from verifiers.math.outcome import Rule, Ruling, different, undecided
from verifiers.math.rationals import rational_value
from verifiers.math.scalars import is_equal
from verifiers.math.shapes import any_holds, is_a
from verifiers.math.units import COUNTED, NO_UNIT, UNITS, Unit, combine, read_unit

Measure = Unit | str | None


def quantity(expression: Expression, other: Expression) -> tuple[Expression, Measure] | None:
    """Value and unit, beside the other side; `None` for a unit that is not known."""
    if not isinstance(expression, Apply):
        return expression, None
    if expression.head == "negate":
        inner = quantity(expression.parts[0], other)
        return None if inner is None else (Apply("negate", (inner[0],)), inner[1])
    if expression.head == "group":
        return quantity(expression.parts[0], other)
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
    if is_a(other, "unit") and expression.head in ("multiply", "divide"):
        value, unit = _split(expression)
        if unit.dimensions and rational_value(value) is not None:
            return value, unit
    return expression, None


def without_unit_letters(gold: Expression, answer: Expression) -> tuple[Expression, Expression]:
    """Forgive a unit in plain letters: any in the answer, and one of several letters in the gold.

    A single letter in the gold may be a variable. In the answer to a number it cannot be one.
    """
    if any_holds((gold, answer), frozenset({"unit"})):
        return gold, answer
    letters = variables(answer)
    if (
        not variables(gold)
        and letters
        and (len(letters) == 1 or is_a(answer, "divide"))
        and _is_counted(answer)
    ):
        value, unit = _split(answer)
        if unit.dimensions and rational_value(value) is not None:
            return gold, value
    if not letters and len(variables(gold)) > 1 and is_a(gold, "divide"):
        value, unit = _split(gold)
        if unit.dimensions and rational_value(value) is not None:
            return value, answer
    return gold, answer


def _is_counted(expression: Expression) -> bool:
    """Whether a number is among the factors, so that letters beside it may be its unit."""
    if isinstance(expression, Apply) and expression.head in ("multiply", "divide", "negate", "group"):
        return any(map(_is_counted, expression.parts))
    if isinstance(expression, Apply) and expression.head == "power":
        return _is_counted(expression.parts[0])
    return not isinstance(expression, Name)


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


def in_radians(degrees: Expression) -> Expression:
    """An angle given in degrees."""
    return Apply("divide", (Apply("multiply", (degrees, Name("pi"))), Number(Fraction(180))))


def scaled(value: Expression, factor: Fraction) -> Expression:
    """A value in a unit that is `factor` times smaller."""
    number = value if isinstance(value, Number) else None
    if number is not None and number.decimals is not None:
        # The last digit that was written keeps its place only under a power of ten.
        moved = next((n for n in range(-9, 10) if factor == Fraction(10) ** -n), None)
        decimals = None if moved is None else number.decimals + moved
        kept = decimals if decimals is not None and decimals >= 0 else None
        return Number(number.value * factor, kept, number.significant)
    return Apply("multiply", (value, Number(factor)))


def rule_quantities(gold: Expression, answer: Expression, rule: Rule) -> Ruling:
    """Quantities, percentages and angles; one side may leave its unit out."""
    mine, theirs = quantity(gold, answer), quantity(answer, gold)
    if mine is None or theirs is None:
        return different("units", "a unit is not understood")
    (value, unit), (other, other_unit) = mine, theirs
    if unit == "percent" or other_unit == "percent":
        return _rule_percent(value, unit, other, other_unit, rule)
    if unit is None or other_unit is None:
        ruling = rule(value, other)
        if "degree" not in (unit, other_unit) or (is_equal(ruling) and "pi" not in names_of(value)):
            return ruling
        radians = [in_radians(v) if u == "degree" else v for v, u in (mine, theirs)]
        return rule(*radians)
    if {unit, other_unit} == {"degree", "radian"}:
        radians = [in_radians(v) if u == "degree" else v for v, u in (mine, theirs)]
        return rule(*radians)
    if isinstance(unit, Unit) and isinstance(other_unit, Unit):
        if unit.dimensions != other_unit.dimensions:
            return different("units", "the units measure different things")
        if unit.size == other_unit.size:
            return rule(value, other)
        return rule(scaled(value, unit.size), scaled(other, other_unit.size))
    return rule(value, other) if unit == other_unit else different("units", "the units differ")


def _rule_percent(
    value: Expression, unit: object, other: Expression, other_unit: object, rule: Rule
) -> Ruling:
    if unit == other_unit:
        return rule(value, other)
    if isinstance(unit, Unit) or isinstance(other_unit, Unit) or "degree" in (unit, other_unit):
        return different("units", "one is a percentage and the other a quantity")
    ruling = rule(value, other)
    if is_equal(ruling):
        if unit is None and _is_between_zero_and_one(value):
            return undecided("units", "the gold may be a part or a percentage, and as a part they differ")
        return ruling
    hundredth = Number(Fraction(1, 100))
    if unit == "percent":
        return rule(scaled(value, hundredth.value), other)
    return rule(value, scaled(other, hundredth.value))


def _is_between_zero_and_one(value: Expression) -> bool:
    number = rational_value(value)
    return number is not None and 0 < abs(number) < 1
