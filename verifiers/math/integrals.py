"""Compare integrals with their constants, by their derivatives."""

from verifiers.math.expression import Apply, Expression, Name, variables
from verifiers.math.forms import adds
from verifiers.math.outcome import Rule, Ruling
from verifiers.math.shapes import is_a

_CONSTANT = frozenset({"C"})


def rule_integrals(gold: Expression, answer: Expression, scalars: Rule) -> Ruling | None:
    """By their derivatives, where one is an integral without bounds or both hold its constant."""
    for one, other in ((gold, answer), (answer, gold)):
        if is_a(one, "antiderivative") and isinstance(one, Apply) and not is_a(other, "antiderivative"):
            integrand, name = one.parts
            if not (variables(other) - variables(integrand)) & _CONSTANT:
                return None
            return scalars(integrand, _derivative(other, name))
    names = variables(gold) - _CONSTANT
    if (
        len(names) != 1
        or variables(gold) != variables(answer)
        or not adds(gold, Name("C"))
        or adds(answer, Name("C"))
    ):
        return None
    (name,) = (Name(each) for each in names)
    return scalars(_derivative(gold, name), _derivative(answer, name))


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
