"""What kind of thing an expression is: one value, a list of solutions, something ordered, a relation."""

from collections.abc import Sequence

from verifiers.math.expression import Apply, Expression

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


def is_relation(expression: Expression) -> bool:
    """Whether it relates values, as an equation or an inequality does."""
    return is_a(expression, "=", "<", ">", "<=", ">=", "!=", "in", "ratio", "chain", "both", "either")


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
