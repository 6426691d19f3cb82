"""Compare two values: numbers, constants and expressions with variables."""

from fractions import Fraction
from hashlib import blake2b
from threading import Lock

from flint import acb, arb, ctx, fmpq

from verifiers.math.balls import Evaluation, NoValueError
from verifiers.math.expression import Apply, Expression, Name, Number, names_of, show, to_json, variables
from verifiers.math.identities import NotRationalError, identical
from verifiers.math.limits import AGREEMENT_BITS, BALL_PRECISIONS_BITS, MAX_BITS
from verifiers.math.outcome import Outcome, Prover, Ruling, different, equal, undecided
from verifiers.math.rationals import rational_value, size_bits
from verifiers.math.tokens import BudgetExceededError

Point = dict[str, Fraction]
"""Values for the variables."""

_SIGNIFICANT_DIGITS = 6
"""A decimal answer with as many meets the exact gold that it rounds."""
_ROUNDED_DECIMALS = 2
"""A decimal gold with as many is met by the exact answer that rounds to it."""
_APPROXIMATE_DIGITS = 2
"""Significant digits that an approximation written beside a value must have."""
_POINTS = ((3, 7), (-5, 11))
"""Where most expressions are told apart."""
_RANGES = ((0, 1), (-1, 0), (1, 4), (-4, -1), (0, 1), (4, 9), (-1, 0), (0, 2))
"""Where agreement is looked for: a point in each, which no answer can be made to fit."""
_STEPS = 65_537
_WHOLE_POINTS = (3, 4)
"""Where expressions that have real values at whole numbers only can be told apart."""
_AGREEING_POINTS = 4
_TEN = Number(Fraction(10))
_PRECISION = Lock()
"""The precision of balls is one setting for the whole process."""


def rule_numbers(gold: Number, answer: Number, tolerance: float | None) -> Ruling:
    """Compare two written numbers by the conventions for decimals."""
    if gold.value == answer.value:
        return equal("number", "the numbers are the same")
    if rounds_to(gold, answer):
        return equal("rounding", "one is the other rounded, to enough digits")
    if tolerance is not None and abs(gold.value - answer.value) <= Fraction(tolerance) * abs(gold.value):
        return equal("tolerance", f"the numbers differ by no more than {tolerance} of the gold")
    return different("number", "the numbers differ")


def rounds_to(gold: Number, answer: Number) -> bool:
    """Whether exactly one is a decimal and it is the other one, rounded to enough digits."""
    if (gold.decimals is None) == (answer.decimals is None):
        return False
    rounded, exact = (answer, gold) if gold.decimals is None else (gold, answer)
    decimals = rounded.decimals or 0
    enough = (
        rounded.significant >= _SIGNIFICANT_DIGITS
        if rounded is answer
        else decimals >= _ROUNDED_DECIMALS and rounded.value != 0
    )
    return enough and abs(rounded.value - exact.value) * 2 * 10**decimals <= 1


def written_number(expression: Expression) -> Number | None:
    """The number as written, looking through brackets and signs; exact if it had to be computed."""
    if isinstance(expression, Number):
        return expression
    if isinstance(expression, Apply) and expression.head == "group":
        return written_number(expression.parts[0])
    if isinstance(expression, Apply) and expression.head == "negate":
        inner = written_number(expression.parts[0])
        return None if inner is None else Number(-inner.value, inner.decimals, inner.significant)
    value = rational_value(expression)
    if value is None:
        return None
    if has_decimal(expression):
        return _shortest_decimal(value)
    return Number(value)


def _shortest_decimal(value: Fraction) -> Number:
    """A computed decimal, such as `2.5*10^3`, as it would be written out."""
    denominator = value.denominator
    decimals = 0
    while denominator % 10 == 0 or denominator % 2 == 0 or denominator % 5 == 0:
        denominator //= 10 if denominator % 10 == 0 else 2 if denominator % 2 == 0 else 5
        decimals += 1
        if decimals > 400:
            return Number(value)
    if denominator != 1:
        return Number(value)
    digits = value * 10**decimals
    return (
        Number(value, decimals, len(str(abs(digits.numerator)))) if digits.denominator == 1 else Number(value)
    )


def has_decimal(expression: Expression) -> bool:
    """Whether a number in it was written with a decimal point."""
    if isinstance(expression, Number):
        return expression.decimals is not None
    return isinstance(expression, Apply) and any(has_decimal(part) for part in expression.parts)


def rule_scalars(
    gold: Expression, answer: Expression, tolerance: float | None, prove: Prover | None
) -> Ruling:
    """Compare two values, cheapest argument first."""
    if gold == answer:
        return equal("structure", "both are read as the same expression")
    infinite = _infinity(gold), _infinity(answer)
    if infinite != (None, None) and not (_is_limit(gold) or _is_limit(answer)):
        same = infinite[0] == infinite[1]
        return equal("infinity", "both are infinite") if same else different("infinity", "one is infinite")
    gold_number, answer_number = written_number(gold), written_number(answer)
    if gold_number is not None and answer_number is not None:
        return rule_numbers(gold_number, answer_number, tolerance)
    names = variables(gold) | variables(answer)
    if names:
        return _rule_with_variables(gold, answer, sorted(names), prove)
    return _rule_constants(gold, answer, gold_number, answer_number, tolerance, prove)


_LIMITS = frozenset({"lim", "lim_above", "lim_below", "sum", "prod", "int"})


def _is_limit(expression: Expression) -> bool:
    return isinstance(expression, Apply) and expression.head in _LIMITS


def _infinity(expression: Expression) -> str | None:
    if expression == Name("oo"):
        return "+"
    if isinstance(expression, Apply) and expression.head == "negate" and expression.parts[0] == Name("oo"):
        return "-"
    return None


def _rule_constants(
    gold: Expression,
    answer: Expression,
    gold_number: Number | None,
    answer_number: Number | None,
    tolerance: float | None,
    prove: Prover | None,
) -> Ruling:
    try:
        apart, extreme = _apart(gold, answer, {}, BALL_PRECISIONS_BITS[0])
    except NoValueError as error:
        return _ask_prover(gold, answer, prove, f"no numeric value is known ({error})")
    if apart:
        if _rounded(gold, answer, gold_number, answer_number):
            return equal("rounding", "one is the other rounded, to enough digits")
        if tolerance is not None and _within(gold, answer, tolerance):
            return equal("tolerance", f"the values differ by no more than {tolerance} of the gold")
        return different("balls", "the values differ, by ball arithmetic")
    try:
        if identical(gold, answer):
            return equal("identity", "the values are equal, by exact algebra")
    except (NotRationalError, BudgetExceededError):
        pass
    apart, extreme = _apart(gold, answer, {}, BALL_PRECISIONS_BITS[1])
    if apart:
        return different("balls", "the values differ, by ball arithmetic")
    if not extreme and not has_huge_number(gold) and not has_huge_number(answer):
        return equal("agreement", "the values agree to more than 150 digits")
    return _ask_prover(gold, answer, prove, "the values agree numerically, which here proves nothing")


def has_huge_number(expression: Expression) -> bool:
    """Whether a written number is so long that agreement of values could be arranged."""
    if isinstance(expression, Number):
        return size_bits(expression.value) > 128
    return isinstance(expression, Apply) and any(has_huge_number(part) for part in expression.parts)


def _evaluated(
    gold: Expression, answer: Expression, point: Point, bits: int, *, real: bool = False
) -> tuple[acb, acb, bool]:
    with _PRECISION:
        before = ctx.prec
        ctx.prec = bits
        try:
            return _evaluated_now(gold, answer, point, real=real)
        finally:
            ctx.prec = before


def _evaluated_now(
    gold: Expression, answer: Expression, point: Point, *, real: bool
) -> tuple[acb, acb, bool]:
    try:
        # Balls are as wide as the precision at which they are made.
        balls = {name: acb(fmpq(value.numerator, value.denominator)) for name, value in point.items()}
        evaluation = Evaluation(balls, real=real)
        left, right = evaluation.value(gold), evaluation.value(answer)
        accurate = all(
            value.rel_accuracy_bits() >= AGREEMENT_BITS or abs(value) < arb(2) ** -AGREEMENT_BITS
            for value in (left, right)
        )
        return left, right, evaluation.extreme or not accurate
    except (ZeroDivisionError, ValueError, OverflowError) as error:
        raise NoValueError(str(error)) from error


def _apart(gold: Expression, answer: Expression, point: Point, bits: int) -> tuple[bool, bool]:
    left, right, extreme = _evaluated(gold, answer, point, bits)
    return not left.overlaps(right), extreme


def sign_of_difference(left: Expression, right: Expression) -> int:
    """1 or -1 when the first real constant is the larger or the smaller one; 0 when that is not known."""
    for bits in BALL_PRECISIONS_BITS:
        try:
            one, other, _ = _evaluated(left, right, {}, bits)
        except NoValueError:
            return 0
        if not (one.imag.contains(0) and other.imag.contains(0)):
            return 0
        if one.real > other.real:
            return 1
        if one.real < other.real:
            return -1
    return 0


def approximate(value: Expression) -> float | None:
    """A real constant to double precision; `None` where it has no value or it is not computed."""
    try:
        ball, _, _ = _evaluated(value, value, {}, BALL_PRECISIONS_BITS[0])
    except NoValueError:
        return None
    return float(ball.real.mid()) if ball.imag.contains(0) else None


def is_approximation(value: Expression, rounded: Expression) -> bool:
    """Whether a decimal of two significant digits or more is what a value rounds to."""
    if isinstance(rounded, Apply) and rounded.head == "multiply" and len(rounded.parts) == 2:
        mantissa, power = rounded.parts
        if isinstance(mantissa, Number) and isinstance(power, Apply) and power.parts[:1] == (_TEN,):
            return is_approximation(Apply("divide", (value, power)), mantissa)
    number = written_number(rounded)
    if number is None or number.decimals is None or number.significant < _APPROXIMATE_DIGITS:
        return False
    try:
        left, right, _ = _evaluated(value, rounded, {}, BALL_PRECISIONS_BITS[0])
    except NoValueError:
        return False
    return bool(abs(left - right) * 2 * arb(10) ** number.decimals <= 1)


def _rounded(
    gold: Expression, answer: Expression, gold_number: Number | None, answer_number: Number | None
) -> bool:
    if answer_number is not None and answer_number.decimals is not None and not has_decimal(gold):
        rounded, enough = answer_number, answer_number.significant >= _SIGNIFICANT_DIGITS
    elif gold_number is not None and gold_number.decimals is not None and not has_decimal(answer):
        rounded, enough = gold_number, gold_number.decimals >= _ROUNDED_DECIMALS and gold_number.value != 0
    else:
        return False
    decimals = rounded.decimals or 0
    if not enough or decimals * 4 > MAX_BITS:
        return False
    left, right, _ = _evaluated(gold, answer, {}, 128 + 4 * min(decimals, 400))
    return bool(abs(left - right) * 2 * arb(10) ** decimals <= 1)


def _within(gold: Expression, answer: Expression, tolerance: float) -> bool:
    left, right, _ = _evaluated(gold, answer, {}, BALL_PRECISIONS_BITS[0])
    return bool(abs(left - right) <= abs(left) * arb(tolerance))


def _rule_with_variables(
    gold: Expression, answer: Expression, names: list[str], prove: Prover | None
) -> Ruling:
    quick, thorough = BALL_PRECISIONS_BITS
    if any(_at_point(gold, answer, _point(names, seed), quick) is False for seed in range(len(_POINTS))):
        return different("balls", "the values differ at a point, by ball arithmetic")
    try:
        if identical(gold, answer):
            return equal("identity", "the expressions are equal, by exact algebra")
    except (NotRationalError, BudgetExceededError):
        pass
    points = _chosen_points(gold, answer, names)
    agreements = [_at_point(gold, answer, point, thorough) for point in points]
    whole = [_at_point(gold, answer, _whole_point(names, first), quick) for first in _WHOLE_POINTS]
    if False in agreements or False in whole:
        return different("balls", "the values differ at a point, by ball arithmetic")
    agreeing = agreements.count(True)
    if agreeing >= _AGREEING_POINTS and not has_huge_number(gold) and not has_huge_number(answer):
        return equal("agreement", f"the values agree to more than 150 digits at {agreeing} points")
    return _ask_prover(gold, answer, prove, "too few points have values to compare")


def _at_point(gold: Expression, answer: Expression, point: Point, bits: int) -> bool | None:
    """Whether both sides agree at a point; `None` if that is not known.

    Where a value leaves the reals only agreement counts: branches differ there, functions need not.
    """
    try:
        left, right, extreme = _evaluated(gold, answer, point, bits)
        if left.overlaps(right):
            return None if extreme else True
        if not (left.imag.contains(0) and right.imag.contains(0)):
            return None
        imaginary = "i" in (*names_of(gold), *names_of(answer))
        _evaluated(gold, answer, point, bits, real=not imaginary)
    except NoValueError:
        return None
    return False


def _point(names: list[str], seed: int) -> Point:
    top, bottom = _POINTS[seed]
    return {name: Fraction(top * (index + 1) + index, bottom + index) for index, name in enumerate(names)}


def _chosen_points(gold: Expression, answer: Expression, names: list[str]) -> list[Point]:
    """Points that depend on both expressions, always the same for the same two."""
    said = "\n".join(sorted((show(gold), show(answer))))
    points = []
    for seed, _ in enumerate(_RANGES):
        point = {}
        for index, name in enumerate(names):
            low, high = _RANGES[(seed + 3 * index) % len(_RANGES)]
            digest = blake2b(f"{seed} {name} {said}".encode(), digest_size=8).digest()
            step = int.from_bytes(digest) % (_STEPS - 1) + 1
            point[name] = low + Fraction((high - low) * step, _STEPS)
        points.append(point)
    return points


def _whole_point(names: list[str], first: int) -> Point:
    return {name: Fraction(first + 2 * index) for index, name in enumerate(names)}


def _ask_prover(gold: Expression, answer: Expression, prove: Prover | None, why: str) -> Ruling:
    if prove is None:
        return undecided("symbolic", f"{why}; a symbolic proof was not tried", needs_symbolic=True)
    proved = prove(to_json(gold), to_json(answer))
    if proved is None:
        return undecided("symbolic", f"{why}; no symbolic proof was found")
    if proved:
        return equal("symbolic", "the difference simplifies to zero")
    return different("symbolic", "the difference does not vanish")


def is_equal(ruling: Ruling) -> bool:
    """Whether the ruling is that both are equal."""
    return ruling.outcome is Outcome.EQUAL
