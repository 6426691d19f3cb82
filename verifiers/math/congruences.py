"""Compare congruences, and residues alone."""

from fractions import Fraction

from verifiers.math.expression import Apply, Expression
from verifiers.math.outcome import Rule, Ruling, different, equal
from verifiers.math.rationals import rational_value
from verifiers.math.scalars import is_equal


def rule_congruences(gold: Expression, answer: Expression, rule: Rule) -> Ruling:
    """Residues of one modulus; a residue alone must be the one that was written."""
    (mine, modulus), (theirs, other_modulus) = _congruence(gold), _congruence(answer)
    (label, value), (other_label, other) = _residue(mine), _residue(theirs)
    if label is not None and other_label is not None and label != other_label:
        return different("congruence", "the congruences are about other values")
    if modulus is None or other_modulus is None:
        return rule(value, other)
    moduli = rule(modulus, other_modulus)
    if not is_equal(moduli):
        return moduli
    numbers = [rational_value(each) for each in (value, other, modulus)]
    if None in numbers:
        return rule(value, other)
    first, second, step = (Fraction(number or 0) for number in numbers)
    if step and ((first - second) / step).denominator == 1:
        return equal("congruence", "the values leave the same remainder")
    return different("congruence", "the values leave other remainders")


def _congruence(expression: Expression) -> tuple[Expression, Expression | None]:
    """What is said, and modulo what; without a modulus for anything else."""
    if isinstance(expression, Apply) and expression.head == "congruence":
        return expression.parts[0], expression.parts[1]
    return expression, None


def _residue(expression: Expression) -> tuple[Expression | None, Expression]:
    r"""The label and the value of `a \equiv b`; no label for a value alone."""
    if isinstance(expression, Apply) and expression.head in ("equiv", "="):
        return expression.parts[0], expression.parts[1]
    return None, expression
