"""Several ways to write one thing, brought to one: labels, inequalities for intervals, ratios."""

import re
from fractions import Fraction
from itertools import permutations

from verifiers.math.expression import Apply, Expression, Name, Number, replaced, show, variables
from verifiers.math.labels import is_combination, is_label, names_matrix, names_value
from verifiers.math.scalars import is_approximation
from verifiers.math.shapes import INEQUALITIES, ORDERED, bare, is_a, is_relation

_INTERVALS = {
    ("<", "<"): "tuple",
    ("<=", "<="): "closed",
    ("<", "<="): "left_open",
    ("<=", "<"): "right_open",
}
_INFINITY = Name("oo")


def without_label(expression: Expression, other: Expression) -> Expression:
    """The right side of `x = 5` or `f(x) = …` when the other one is no equation or has the same left side."""
    if not isinstance(expression, Apply):
        return expression
    if expression.head == "multiply" and is_a(other, "tuple") and len(expression.parts) == 2:
        # A point with its letter, such as P(3,4).
        letter, point = expression.parts
        return point if is_label(letter) and is_a(point, "tuple") else expression
    if expression.head != "=":
        return expression
    label, value = expression.parts
    if variables(value) and isinstance(value, Name) and not variables(label):
        return expression if is_a(other, *INEQUALITIES, "=", "in") else label
    if is_a(label, "antiderivative"):
        return value
    if names_matrix(label) and not is_a(other, "matrix"):
        return expression
    if not names_value(label, value) or (
        is_a(label, "tuple") and not is_a(other, "tuple", "list", "set", "matrix")
    ):
        return expression
    if isinstance(label, Name) and label.name in variables(value):
        return expression
    if is_out_of_order(label):
        return expression
    if is_relation(other) and not is_a(label, "intersection", "union"):
        return expression
    if is_a(other, "list", "set"):
        labelled = isinstance(other, Apply) and any(is_a(part, "=") for part in other.parts)
        return expression if labelled else value
    return value


def without_combination(answer: Expression, gold: Expression) -> Expression:
    """The value in `a+b = 5`, when the gold is a value: there the question asks for such a combination."""
    if not is_a(answer, "=") or not isinstance(answer, Apply) or is_relation(gold) or variables(gold):
        return answer
    label, value = answer.parts
    is_zero = isinstance(value, Number) and not value.value  # as on the right of an equation
    return value if is_combination(label) and not variables(value) and not is_zero else answer


def exactly(expression: Expression) -> Expression | None:
    r"""`x = a` for `x = a \approx 0.42`, and so on; `None` if that is not what `a` rounds to.

    What is only a name is no value: `x \approx 2.5` gives it one.
    """
    if not isinstance(expression, Apply) or expression.head not in ("approx", "chain"):
        return expression
    parts = expression.parts
    if expression.head == "approx":
        parts = (parts[0], _APPROXIMATELY, parts[1])
    if parts[-2] != _APPROXIMATELY or any(sign not in _EQUALITIES for sign in parts[1::2]):
        return expression
    value, rounded = parts[-3], parts[-1]
    if is_a(value, "call") or (isinstance(value, Name) and variables(value)):
        return _chained((*parts[:-2], Name("="), rounded))
    if isinstance(rounded, Apply) and rounded.head == "unit":
        rounded, unit = rounded.parts
        if not (isinstance(value, Apply) and value.head == "unit"):
            parts = (*parts[:-3], Apply("unit", (value, unit)), *parts[-2:])
        elif value.parts[1] == unit:
            value = value.parts[0]
        else:
            return expression
    return exactly(_chained(parts[:-2])) if is_approximation(value, rounded) else None


_APPROXIMATELY = Name("approx")
_EQUALITIES = (Name("="), _APPROXIMATELY)


def _chained(parts: tuple[Expression, ...]) -> Expression:
    """Values with the signs between them, as they are read."""
    if len(parts) == 1:
        return parts[0]
    sign = parts[1]
    if len(parts) == 3 and isinstance(sign, Name):
        return Apply(sign.name, (parts[0], parts[2]))
    return Apply("chain", parts)


def without_curve_name(expression: Expression) -> Expression:
    """The equation in `C: x^2+y^2=1`, where a letter names the curve."""
    if is_a(expression, "chain") and isinstance(expression, Apply) and len(expression.parts) == 5:
        name, sign, left, second, right = expression.parts
        if sign == Name("ratio") and second == Name("=") and isinstance(name, Name) and len(name.name) == 1:
            return Apply("=", (left, right))
    return expression


def components(expression: Expression) -> Expression:
    r"""`3\hat{i}-2\hat{j}` as a tuple; what is no sum of such multiples stays as it is."""
    terms = expression.parts if is_a(expression, "add") and isinstance(expression, Apply) else (expression,)
    found: dict[str, Expression] = {}
    for term in terms:
        is_negative = is_a(term, "negate")
        inner = term.parts[0] if is_negative and isinstance(term, Apply) else term
        factors = inner.parts if is_a(inner, "multiply") and isinstance(inner, Apply) else (inner,)
        units = [factor for factor in factors if isinstance(factor, Name) and factor.name in _UNIT_VECTORS]
        if len(units) != 1 or units[0].name[-1] in found:
            return expression
        others = tuple(factor for factor in factors if factor != units[0])
        if any(map(variables, others)):
            return expression
        value = Apply("multiply", others) if len(others) > 1 else others[0] if others else Number(Fraction(1))
        found[units[0].name[-1]] = Apply("negate", (value,)) if is_negative else value
    letters = "ijk" if "k" in found else "ij"
    return Apply("tuple", tuple(found.get(letter, Number(Fraction(0))) for letter in letters))


_UNIT_VECTORS = frozenset(f"{mark}{letter}" for mark in ("", "hat ", "vec ") for letter in "ijk")


def selections(expression: Expression) -> Expression:
    """`C(5,2)` and `P(5,2)` as what they count, where no point can be meant."""
    if not isinstance(expression, Apply):
        return expression
    parts = [selections(part) for part in expression.parts]
    if expression.head == "multiply":
        for index in range(len(parts) - 1, 0, -1):
            letter, pair = parts[index - 1], parts[index]
            if (
                letter in _SELECTS
                and isinstance(pair, Apply)
                and pair.head == "tuple"
                and len(pair.parts) == 2
            ):
                parts[index - 1 : index + 1] = [_selected(show(letter), *pair.parts)]
    return (
        parts[0]
        if expression.head == "multiply" and len(parts) == 1
        else Apply(expression.head, tuple(parts))
    )


_SELECTS = (Name("C"), Name("P"), Name("A"))


def _selected(letter: str, of: Expression, taken: Expression) -> Expression:
    if letter == "C":
        return Apply("binom", (of, taken))
    left = Apply("add", (of, Apply("negate", (taken,))))
    return Apply("divide", (Apply("factorial", (of,)), Apply("factorial", (left,))))


def with_same_constant(answer: Expression, gold: Expression) -> Expression:
    """The answer with the gold's capital `C` for a small one: a constant of integration is any constant."""
    names = variables(gold) - {"C"}
    if "C" in variables(answer) or {"a", "b"} <= names or any(name.isupper() for name in names):
        return answer  # there `c` is one of the names that the problem gives
    for letter in _CONSTANTS - variables(gold):
        if adds(gold, Name("C")) and adds(answer, Name(letter)):
            return replaced(answer, letter, Name("C"))
    return answer


_CONSTANTS = frozenset({"c", "K", "k", "C_1", "C_0", "c_1"})


def with_other_constants(answer: Expression, gold: Expression) -> list[Expression]:
    """The answer with the gold's names for constants that may have any value, such as `C_1` and `C_2`."""
    names, others = variables(gold), variables(answer)
    mine = sorted(name for name in names if _ANY_CONSTANT.fullmatch(name))
    shared = names & others - set(mine)
    theirs = sorted(others - shared)
    if not mine or len(mine) != len(theirs) or len(mine) > 2 or names - set(mine) != shared or not shared:
        return []
    if any(adds(gold, Name(name)) or name in shared for name in mine) or is_a(answer, "list", "set", "tuple"):
        return []
    if not all(_SAID_CONSTANT.fullmatch(name) for name in theirs):
        return []
    kept = answer
    for name in theirs:
        kept = replaced(kept, name, Name(f"constant {name}"))
    renamed = []
    for order in permutations(mine):
        candidate = kept
        for name, other in zip(theirs, order, strict=True):
            candidate = replaced(candidate, f"constant {name}", Name(other))
        renamed.append(candidate)
    return [candidate for candidate in renamed if candidate != answer]


_ANY_CONSTANT = re.compile(r"[cC](?:_[0-3])?")
_SAID_CONSTANT = re.compile(r"[cCkK](?:_[0-3])?|[AB]")


def adds(expression: Expression, name: Name) -> bool:
    """Whether the name is a term of the sum, and stands nowhere else in it."""
    if not is_a(expression, "add") or not isinstance(expression, Apply):
        return False
    others = [part for part in expression.parts if part != name]
    return len(others) == len(expression.parts) - 1 and not any(
        name.name in variables(part) for part in others
    )


_COORDINATES = ("xyz", "abcd")


def is_out_of_order(names: Expression) -> bool:
    """Whether it is `(y,x)` or the like, whose values are meant as those of `(x,y)` are, exchanged."""
    if not isinstance(names, Apply) or names.head != "tuple":
        return False
    said = "".join(map(show, names.parts))
    return any(set(said) <= set(row) for row in _COORDINATES) and list(said) != sorted(said)


def as_interval(expression: Expression, other: Expression) -> Expression:
    """An inequality of one variable as the interval it says, when the other one is an interval or union."""
    if not is_a(other, *ORDERED, "union"):
        return expression
    if is_a(expression, "list") and is_a(other, "union") and isinstance(expression, Apply):
        return Apply("union", tuple(as_interval(part, other) for part in expression.parts))
    if is_a(expression, "in") and isinstance(expression, Apply):
        return bare(expression.parts[1])
    if not isinstance(expression, Apply):
        return expression
    if expression.head in INEQUALITIES:
        left, right = expression.parts
        head = expression.head
        if not isinstance(left, Name):
            left, right, head = right, left, INEQUALITIES[head]
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
            low, high, signs = high, low, (INEQUALITIES.get(signs[1], ""), INEQUALITIES.get(signs[0], ""))
        shape = _INTERVALS.get(signs)
        return expression if shape is None else Apply(shape, (low, high))
    return expression
