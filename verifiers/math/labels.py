r"""What only names a value: the left side of `x = 5`, `f(2) = 5`, `P(A) = 5` or `\sin A = \frac35`.

An equation such as `x^2 = 25` names nothing: it is a condition on `x`, and its right side is another thing
than what it asks for. What has a value of its own, as `\pi` has, is no name for another one either.
"""

from fractions import Fraction

from verifiers.math.expression import Apply, Expression, Name, Number, show, variables
from verifiers.math.scalars import sign_of_difference
from verifiers.math.shapes import is_a

_CONSTANTS = frozenset({"pi", "oo", "empty"})
_FUNCTIONS = frozenset("fghFG")
_WAVES, _TANGENTS = frozenset({"sin", "cos"}), frozenset({"tan", "cot"})
_OF_NAMES = frozenset({"gcd", "lcm", "max", "min", "det"})
_MARKED = frozenset({"vec", "overline", "hat"})
_OF_MATRICES = ("negate(1)", "T")
_VARIANCES = (Name("sigma"), Name("chi"))
_COMPLEX = frozenset("zw")
_ZERO, _ONE = Number(Fraction(0)), Number(Fraction(1))
_STARTS = (_ZERO, _ONE)
"""Where a function such as `y` begins: `y(0) = 5` is no product."""


def names_value(label: Expression, value: Expression) -> bool:
    r"""Whether a label can stand for this value: no sine is 25, and no probability.

    `\sin x = 0` only says again what was to be solved.
    """
    if not is_label(label):
        return False
    if is_a(label, *_WAVES, *_TANGENTS) and value == _ZERO:
        return False
    if is_a(label, *_WAVES):
        return _is_within(value, -1, 1)
    return not _is_probability(label) or _is_within(value, 0, 1)


def is_label(expression: Expression) -> bool:
    r"""Whether it only names a value: `x`, `f(2)`, `\overline{AB}`, a distance `AB`, or a tuple of such.

    `e` may be an eccentricity and `i` a count.
    """
    if isinstance(expression, Name):
        return expression.name not in _CONSTANTS
    if not isinstance(expression, Apply):
        return False
    head, parts = expression.head, expression.parts
    if head == "tuple":
        return all(map(is_label, parts))
    if head in _MARKED:
        return bool(variables(expression))
    if head in _WAVES | _TANGENTS:
        return bool(variables(expression))
    if head in _OF_NAMES:
        return all(map(variables, parts))
    if head in ("intersection", "union"):
        return all(isinstance(part, Name) and part.name.isupper() for part in parts)
    if head == "power":
        return names_matrix(expression) or _is_power(*parts)
    if head == "group":
        return is_length(parts[0]) or is_a(parts[0], "vec", "overline") or _is_polygon(parts[0])
    if head == "abs":
        return _is_size_of(parts[0])
    if head == "multiply" and len(parts) == 2:
        return _is_applied(*parts) or is_length(expression) or _is_square_of_length(*parts)
    return head == "call"


def names_matrix(label: Expression) -> bool:
    """Whether it names an inverse or transposed matrix, by its capital letter."""
    if not isinstance(label, Apply) or label.head != "power":
        return False
    of, exponent = label.parts
    return isinstance(of, Name) and of.name.isupper() and show(exponent) in _OF_MATRICES


def is_combination(expression: Expression) -> bool:
    """Whether it is a sum, a product or a quotient of several names or lengths, each once, such as `m+n`."""
    if not is_a(expression, "add", "multiply", "divide"):
        return False
    names = _combined(expression)
    return names is not None and len(set(names)) == len(names)


def is_length(expression: Expression) -> bool:
    """Whether it is a distance such as `AB`, by the capital letters of its ends."""
    return len(_points(expression)) == 2


def _is_within(value: Expression, low: int, high: int) -> bool:
    """Whether a constant is not plainly outside of bounds."""
    if variables(value):
        return True
    below = sign_of_difference(value, Number(Fraction(low))) < 0
    return not below and sign_of_difference(value, Number(Fraction(high))) <= 0


def _is_probability(label: Expression) -> bool:
    """Whether it is `P` of an event; `P(2)` may be the value of a polynomial."""
    if isinstance(label, Name):
        return label.name.startswith("P(")
    if not is_a(label, "call", "multiply") or not isinstance(label, Apply):
        return False
    of = label.parts[1]
    of = of.parts[0] if isinstance(of, Apply) and of.head == "group" else of
    events = of.parts if isinstance(of, Apply) and of.head in ("intersection", "union") else (of,)
    return label.parts[0] == Name("P") and all(
        isinstance(each, Name) and each.name.isupper() for each in events
    )


def _is_power(of: Expression, exponent: Expression) -> bool:
    """Whether it is a variance or the square of a length."""
    is_length_marked = is_a(of, "overline") or (isinstance(of, Name) and of.name.startswith("overline "))
    return isinstance(exponent, Number) and (of in _VARIANCES or is_length_marked)


def _is_size_of(inner: Expression) -> bool:
    """Whether bars around it say a length, a modulus or how many elements a set has."""
    if isinstance(inner, Name):
        stem = inner.name.partition("_")[0]
        return stem.isupper() or stem in _COMPLEX or " " in stem
    return (
        is_a(inner, *_MARKED)
        or is_length(inner)
        or (is_a(inner, "intersection", "union") and is_label(inner))
    )


def _is_applied(function: Expression, argument: Expression) -> bool:
    """Whether it is a function with its argument in brackets, as `f(2)`, `V(10)` or `E(X)`."""
    if is_a(function, "power") and isinstance(function, Apply) and show(function.parts[1]) == "negate(1)":
        function = function.parts[0]
    if not isinstance(function, Name):
        return False
    letter = function.name.rstrip("'").partition("_")[0]
    if not isinstance(argument, Apply) or argument.head not in ("group", "tuple"):
        return False
    if letter in _FUNCTIONS:
        return True
    if argument.head != "group":
        return letter == "d" and all(
            isinstance(part, Name) and part.name.isupper() for part in argument.parts
        )
    (inner,) = argument.parts
    if letter == "n":
        return is_label(inner) and all(name.isupper() for name in variables(inner))
    return (len(letter) == 1 and letter.isupper()) or (letter in ("x", "y", "u") and inner in _STARTS)


def _is_square_of_length(first: Expression, last: Expression) -> bool:
    """Whether it is `AB^2`, which is read as `A` times the square of `B`."""
    if not is_a(last, "power") or not isinstance(last, Apply) or not isinstance(last.parts[1], Number):
        return False
    return is_length(Apply("multiply", (first, last.parts[0])))


def _is_polygon(expression: Expression) -> bool:
    """Whether it is `ABC`, in brackets an area, by the capital letters of its corners."""
    return len(_points(expression)) > 2


def _points(expression: Expression) -> list[str]:
    """The different capital letters that stand side by side in it; none if it is anything else."""
    letters: list[str] = []
    rest = expression
    while isinstance(rest, Apply) and rest.head == "multiply" and len(rest.parts) == 2:
        first, rest = rest.parts
        letters.append(first.name if isinstance(first, Name) else "")
    letters.append(rest.name if isinstance(rest, Name) else "")
    is_row = all(len(letter) == 1 and letter.isupper() for letter in letters)
    return letters if is_row and len(set(letters)) == len(letters) else []


def _combined(expression: Expression) -> list[Expression] | None:
    """The names and lengths that are combined; `None` if something else is among them."""
    if isinstance(expression, Name):
        return [expression] if variables(expression) else None
    if is_length(expression):
        return [expression]
    if not isinstance(expression, Apply) or expression.head not in (
        "add",
        "multiply",
        "divide",
        "negate",
        "group",
    ):
        return None
    found: list[Expression] = []
    for part in expression.parts:
        names = _combined(part)
        if names is None:
            return None
        found += names
    return found
