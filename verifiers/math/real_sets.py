"""Sets of real numbers: intervals, unions, differences and what inequalities of one variable say.

A set is read into pieces, intervals whose ends are constant expressions, and brought into the one form in
which pieces are in order and do not touch. The order of two ends is exact or told apart by balls.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cmp_to_key

from verifiers.math.expression import Apply, Expression, Name, Number, variables
from verifiers.math.limits import MAX_PIECES
from verifiers.math.outcome import Outcome, Rule, Ruling, different, equal
from verifiers.math.rationals import rational_value
from verifiers.math.scalars import is_equal, rule_scalars, sign_of_difference
from verifiers.math.tokens import BudgetExceededError

REALS = Name("R")
_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_CLEARLY_SETS = frozenset(
    {*_FLIPPED, "!=", "in", "union", "intersection", "without", "both", "either", "left_open", "right_open"}
)


class NotRealSetError(Exception):
    """The expression is not a set of real numbers that is read here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An interval; `None` as an end is infinity."""

    low: Expression | None
    high: Expression | None
    has_low: bool = False
    has_high: bool = False


_ALL = Piece(low=None, high=None)


def is_clearly_set(expression: Expression) -> bool:
    """Whether the expression cannot be read as a value, a point or a list."""
    if not isinstance(expression, Apply):
        return expression == REALS
    if expression.head == "closed":
        return len(expression.parts) == 2
    if expression.head == "chain":
        return all(isinstance(sign, Name) and sign.name in _FLIPPED for sign in expression.parts[1::2])
    return expression.head in _CLEARLY_SETS


def read_real_set(expression: Expression) -> tuple[list[Piece], frozenset[str]]:
    """The pieces in order, and the names of the variables that were bound.

    Raises:
        NotRealSetError: it is no such set.
        BudgetExceededError: it has too many pieces.
    """
    reader = _Reader()
    return _ordered(reader.pieces(expression)), frozenset(reader.names)


def rule_real_sets(gold: Expression, answer: Expression, scalars: Rule) -> Ruling | None:
    """Sets of real numbers, piece by piece; `None` where one is no such set."""
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
                ruling = scalars(end, other_end)
                if not is_equal(ruling):
                    return ruling
    return equal("sets", "both say the same set of real numbers")


class _Reader:
    def __init__(self) -> None:
        self.names: set[str] = set()

    def pieces(self, expression: Expression) -> list[Piece]:
        if expression == REALS:
            return [_ALL]
        if expression == Name("empty"):
            return []
        if not isinstance(expression, Apply):
            raise NotRealSetError("a value")
        head, parts = expression.head, expression.parts
        if head == "group":
            return self.pieces(parts[0])
        if head in ("tuple", "closed", "left_open", "right_open") and len(parts) == 2:
            return [_interval(head, *parts)]
        if head in ("set", "list") and not any(isinstance(p, Apply) and p.head in _RELATIONS for p in parts):
            return [_point(part) for part in parts]
        if head == "add" and len(parts) == 2 and isinstance(parts[1], Apply) and parts[1].head == "negate":
            return _intersection(self.pieces(parts[0]), _complement(self.pieces(parts[1].parts[0])))
        if head in ("union", "either"):
            return [piece for part in parts for piece in self.pieces(part)]
        if head in ("intersection", "both"):
            return self._common(parts)
        if head == "without":
            return _intersection(self.pieces(parts[0]), _complement(self.pieces(parts[1])))
        if head == "list":
            # Commas between inequalities mean "and", unless nothing would be left.
            return _ordered(self._common(parts)) or [piece for part in parts for piece in self.pieces(part)]
        return self._relation(head, parts)

    def _common(self, parts: Sequence[Expression]) -> list[Piece]:
        result = self.pieces(parts[0])
        for part in parts[1:]:
            result = _intersection(result, self.pieces(part))
        return result

    def _relation(self, head: str, parts: tuple[Expression, ...]) -> list[Piece]:
        if head == "in" and isinstance(parts[0], Name):
            self.names.add(parts[0].name)
            return self.pieces(parts[1])
        if head == "chain":
            pairs = zip(parts[:-2:2], parts[1:-1:2], parts[2::2], strict=True)
            bounds = [Apply(sign.name, (low, high)) for low, sign, high in pairs if isinstance(sign, Name)]
            if any(bound.head not in _FLIPPED for bound in bounds):
                raise NotRealSetError("a chain of other relations")
            return self._common(bounds)
        if head not in (*_FLIPPED, "!=", "="):
            raise NotRealSetError(head)
        left, right = parts
        if not variables(left):
            left, right, head = right, left, _FLIPPED.get(head, head)
        if variables(right) or len(variables(left)) != 1:
            raise NotRealSetError("a relation of several variables")
        self.names |= variables(left)
        return _solved(head, left, right)


_RELATIONS = frozenset({*_FLIPPED, "!=", "=", "in", "chain", "both", "either"})


def _solved(head: str, left: Expression, right: Expression) -> list[Piece]:
    """What a relation of a linear left side to a constant says, or of the absolute value of one."""
    while isinstance(left, Apply) and left.head == "group":
        left = left.parts[0]
    if isinstance(left, Apply) and left.head == "abs":
        minus = Apply("negate", (right,))
        if head in ("<", "<="):
            return _intersection(
                _solved(head, left.parts[0], right), _solved(_FLIPPED[head], left.parts[0], minus)
            )
        if head in (">", ">="):
            return _solved(head, left.parts[0], right) + _solved(_FLIPPED[head], left.parts[0], minus)
        raise NotRealSetError("an equation of an absolute value")
    if isinstance(left, Apply) and left.head == "negate":
        return _solved(_FLIPPED.get(head, head), left.parts[0], Apply("negate", (right,)))
    if isinstance(left, Apply) and left.head == "add":
        constants = [part for part in left.parts if not variables(part)]
        others = [part for part in left.parts if variables(part)]
        if len(others) == 1:
            moved = Apply("add", (right, *(Apply("negate", (part,)) for part in constants)))
            return _solved(head, others[0], moved)
    if isinstance(left, Apply) and left.head in ("multiply", "divide"):
        factor = left.parts[0] if left.head == "multiply" else left.parts[1]
        other = left.parts[1] if left.head == "multiply" else left.parts[0]
        scale = rational_value(factor)
        if len(left.parts) == 2 and scale:
            scale = 1 / scale if left.head == "multiply" else scale
            scaled = Apply("multiply", (right, Number(scale)))
            return _solved(head if scale > 0 else _FLIPPED.get(head, head), other, scaled)
    if not isinstance(left, Name):
        raise NotRealSetError("a relation that is not linear")
    if head == "=":
        return [_point(right)]
    if head == "!=":
        return _complement([_point(right)])
    if head in ("<", "<="):
        return [_interval("left_open" if head == "<=" else "tuple", Apply("negate", (Name("oo"),)), right)]
    return [_interval("right_open" if head == ">=" else "tuple", right, Name("oo"))]


def _interval(head: str, low: Expression, high: Expression) -> Piece:
    infinity = Name("oo")
    low_end = None if low == Apply("negate", (infinity,)) else low
    high_end = None if high == infinity else high
    for end in (low_end, high_end):
        if end is not None:
            _check_constant(end)
    if low_end is not None and high_end is not None and _compare(low_end, high_end) > 0:
        raise NotRealSetError("ends in the wrong order")
    return Piece(
        low=low_end,
        high=high_end,
        has_low=head in ("closed", "right_open") and low_end is not None,
        has_high=head in ("closed", "left_open") and high_end is not None,
    )


def _point(value: Expression) -> Piece:
    _check_constant(value)
    return Piece(low=value, high=value, has_low=True, has_high=True)


def _check_constant(end: Expression) -> None:
    is_container = isinstance(end, Apply) and end.head in (
        "tuple",
        "closed",
        "set",
        "list",
        "matrix",
        "unit",
        "percent",
    )
    if variables(end) or is_container or end in (Name("oo"), Name("i"), Name("empty")):
        raise NotRealSetError("an end that is no real constant")


def _compare(left: Expression, right: Expression) -> int:
    if rule_scalars(left, right, None, None).outcome is Outcome.EQUAL:
        return 0
    sign = sign_of_difference(left, right)
    if not sign:
        raise NotRealSetError("ends whose order is not known")
    return sign


def _compare_low(left: Piece, right: Piece) -> int:
    if left.low is None or right.low is None:
        return (left.low is not None) - (right.low is not None)
    return _compare(left.low, right.low) or right.has_low - left.has_low


def _compare_high(left: Piece, right: Piece) -> int:
    if left.high is None or right.high is None:
        return (right.high is not None) - (left.high is not None)
    return _compare(left.high, right.high) or left.has_high - right.has_high


def _is_empty(piece: Piece) -> bool:
    if piece.low is None or piece.high is None:
        return False
    order = _compare(piece.low, piece.high)
    return order > 0 or (order == 0 and not (piece.has_low and piece.has_high))


def _touch(left: Piece, right: Piece) -> bool:
    """Whether nothing lies between two pieces, the left one of which begins first."""
    if left.high is None or right.low is None:
        return True
    order = _compare(right.low, left.high)
    return order < 0 or (order == 0 and (left.has_high or right.has_low))


def _ordered(pieces: list[Piece]) -> list[Piece]:
    if len(pieces) > MAX_PIECES:
        raise BudgetExceededError(f"a set of more than {MAX_PIECES} pieces")
    result: list[Piece] = []
    for piece in sorted((p for p in pieces if not _is_empty(p)), key=cmp_to_key(_compare_low)):
        if not result or not _touch(result[-1], piece):
            result.append(piece)
        elif _compare_high(result[-1], piece) < 0:
            last = result[-1]
            result[-1] = Piece(low=last.low, has_low=last.has_low, high=piece.high, has_high=piece.has_high)
    return result


def _intersection(left: list[Piece], right: list[Piece]) -> list[Piece]:
    if len(left) * len(right) > MAX_PIECES:
        raise BudgetExceededError(f"a set of more than {MAX_PIECES} pieces")
    result = []
    for one in left:
        for other in right:
            low = one if _compare_low(one, other) > 0 else other
            high = one if _compare_high(one, other) < 0 else other
            result.append(Piece(low=low.low, has_low=low.has_low, high=high.high, has_high=high.has_high))
    return _ordered(result)


def _complement(pieces: list[Piece]) -> list[Piece]:
    result, low, has_low = [], None, False
    for piece in _ordered(pieces):
        if piece.low is not None:
            result.append(Piece(low=low, has_low=has_low, high=piece.low, has_high=not piece.has_low))
        if piece.high is None:
            return result
        low, has_low = piece.high, not piece.has_high
    return [*result, Piece(low=low, has_low=has_low, high=None)]
