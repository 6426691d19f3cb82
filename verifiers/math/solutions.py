"""The values that an expression lists: solutions joined by commas or "or", sets, both signs of one value."""

from verifiers.math.expression import Apply, Expression, Name, variables
from verifiers.math.labels import is_label
from verifiers.math.shapes import NOT_VALUES, any_holds, holds, is_a


def solutions(expression: Expression) -> list[Expression] | None:
    """The elements when the expression lists several values; `None` when it is one thing."""
    if expression == Name("empty"):
        return []
    if not isinstance(expression, Apply):
        return None
    if expression.head in ("list", "set"):
        elements: list[Expression] = []
        for part in expression.parts:
            inner = None if is_a(part, "set") or part == Name("empty") else solutions(part)
            elements += [part] if inner is None else inner
        return elements
    if expression.head == "in" and is_a(expression.parts[1], "set"):
        return solutions(expression.parts[1])
    if expression.head == "=" and is_a(expression.parts[0], "tuple") and is_label(expression.parts[0]):
        return [expression.parts[1]]
    if _holds_both_signs(expression) and expression.head == "=" and variables(expression.parts[1]):
        return [_with_sign(expression, plus=True), _with_sign(expression, plus=False)]
    if expression.head == "=" and isinstance(expression.parts[0], Name) and is_label(expression.parts[0]):
        inner = solutions(expression.parts[1])
        return None if inner is None else inner
    if _holds_both_signs(expression) and (
        not holds(expression, NOT_VALUES)
        or (expression.head == "=" and not any_holds(expression.parts, NOT_VALUES))
    ):
        return [_with_sign(expression, plus=True), _with_sign(expression, plus=False)]
    return None


def _holds_both_signs(expression: Expression) -> bool:
    return holds(expression, frozenset({"plus_minus", "minus_plus"}))


def _with_sign(expression: Expression, *, plus: bool) -> Expression:
    if not isinstance(expression, Apply):
        return expression
    parts = tuple(_with_sign(part, plus=plus) for part in expression.parts)
    if expression.head in ("plus_minus", "minus_plus"):
        positive = plus == (expression.head == "plus_minus")
        return parts[0] if positive else Apply("negate", parts)
    return Apply(expression.head, parts)
