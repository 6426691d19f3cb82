"""What kind of thing an expression is: one value, a list of solutions, something ordered, a relation."""

from collections.abc import Sequence

from verifiers.math.expression import Apply, Expression, Name, show, variables

ORDERED = ("tuple", "closed", "left_open", "right_open")
INEQUALITIES = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
"""Each sign, and the one that says the same with the sides exchanged."""
NOT_VALUES = frozenset(
    """
    cases family both either without approx list set tuple closed left_open right_open matrix row union
    intersection chain = < > <= >= != in ratio
    """.split()  # noqa: SIM905
)
"""What says more, or other things, than one value."""


def is_a(expression: Expression, *heads: str) -> bool:
    """Whether it is an operation or a container by one of these names."""
    return isinstance(expression, Apply) and expression.head in heads


def bare(expression: Expression) -> Expression:
    """The expression without brackets around it, and with its sign inside a quantity."""
    while isinstance(expression, Apply) and expression.head == "group":
        expression = expression.parts[0]
    if is_a(expression, "negate") and isinstance(expression, Apply):
        inner = bare(expression.parts[0])
        if isinstance(inner, Apply) and inner.head in ("unit", "percent", "degree"):
            return Apply(inner.head, (Apply("negate", inner.parts[:1]), *inner.parts[1:]))
    return expression


def holds(expression: Expression, heads: frozenset[str]) -> bool:
    """Whether one of these operations stands anywhere in it."""
    return isinstance(expression, Apply) and (expression.head in heads or any_holds(expression.parts, heads))


def any_holds(expressions: Sequence[Expression], heads: frozenset[str]) -> bool:
    """Whether one of these operations stands anywhere in one of them."""
    return any(holds(expression, heads) for expression in expressions)


_NO_LABELS = frozenset({"pi", "oo", "empty"})


def is_label(expression: Expression) -> bool:
    r"""Whether it only names a value: `x`, `f(2)`, `\overline{AB}`, a distance `AB`, or a tuple of such.

    What has a value of its own is no name for another one. `e` may be an eccentricity and `i` a count.
    """
    if isinstance(expression, Name):
        return expression.name not in _NO_LABELS
    if not isinstance(expression, Apply):
        return False
    if expression.head == "tuple":
        return all(map(is_label, expression.parts))
    if expression.head in ("vec", "overline", "hat"):
        return bool(variables(expression))
    if expression.head == "power":
        of, exponent = expression.parts
        return isinstance(of, Name) and of.name.isupper() and show(exponent) in _OF_MATRICES
    if expression.head in ("intersection", "union"):
        return all(isinstance(part, Name) and part.name.isupper() for part in expression.parts)
    if expression.head == "multiply" and len(expression.parts) == 2 and _is_function(expression.parts[0]):
        return is_a(expression.parts[1], "group")
    if expression.head in ("sin", "cos", "tan"):
        return isinstance(expression.parts[0], Name)
    if expression.head in ("abs", "group"):
        (inner,) = expression.parts
        if expression.head == "abs" and isinstance(inner, Name) and inner.name.isupper():
            return True
        return is_a(inner, "vec", "overline") or (isinstance(inner, Apply) and _is_length(inner))
    return expression.head == "call" or _is_length(expression)


def is_combination(expression: Expression) -> bool:
    """Whether it is a sum, a product or a quotient of several names alone, such as `m+n`."""
    if not isinstance(expression, Apply) or expression.head not in ("add", "multiply", "divide"):
        return False
    parts = [
        part.parts[0] if isinstance(part, Apply) and part.head == "negate" else part
        for part in expression.parts
    ]
    return all(isinstance(part, Name) and bool(variables(part)) for part in parts)


def _is_function(expression: Expression) -> bool:
    """Whether it is `f` or its inverse, so that a value in brackets follows."""
    if (
        isinstance(expression, Apply)
        and expression.head == "power"
        and show(expression.parts[1]) == "negate(1)"
    ):
        expression = expression.parts[0]
    return isinstance(expression, Name) and expression.name.rstrip("'") in ("f", "g", "h", "F", "G")


_OF_MATRICES = ("negate(1)", "T")


def _is_length(label: Apply) -> bool:
    """Whether it is a distance such as `AB`, by the capital letters of its ends."""
    return label.head == "multiply" and all(
        isinstance(part, Name) and len(part.name) == 1 and part.name.isupper() for part in label.parts
    )


def is_relation(expression: Expression) -> bool:
    """Whether it relates values, as an equation or an inequality does."""
    return is_a(expression, "=", "<", ">", "<=", ">=", "!=", "in", "ratio", "chain", "both", "either")


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


def vector(expression: Apply) -> tuple[Expression, ...] | None:
    """The components when the expression is a matrix of one column or one row."""
    if expression.head != "matrix":
        return None
    rows = [row.parts for row in expression.parts if isinstance(row, Apply)]
    if len(rows) == 1:
        return rows[0]
    return tuple(row[0] for row in rows) if all(len(row) == 1 for row in rows) else None


def members(expression: Expression) -> list[Expression]:
    """The parts of a union, in one row."""
    if isinstance(expression, Apply) and expression.head == "union":
        return [member for part in expression.parts for member in members(bare(part))]
    return [expression]
