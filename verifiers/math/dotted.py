r"""What dots leave out of a sum or a product: `1+2+\dots+100`, `1\cdot2\cdots10`, `1+2+4+\dots+512`.

How it goes on is known only where the terms before the dots and the one behind them fit one rule: numbers
that stand at the same place in each term go on in equal steps, or each term is the same multiple of the one
before.
"""

from fractions import Fraction
from itertools import pairwise

from verifiers.math.expression import Apply, Expression, Number
from verifiers.math.limits import MAX_DOTTED_TERMS
from verifiers.math.rationals import rational_value
from verifiers.math.tokens import BudgetExceededError, ParseError

_FEWEST_OF_MULTIPLES = 3
"""Two terms go on in equal steps: `1+2+\\dots` means one, two, three."""


def written_out(before: list[Expression], last: Expression) -> list[Expression]:
    """All terms from the first to the last.

    Raises:
        ParseError: how they go on is not known.
        BudgetExceededError: they are more than `MAX_DOTTED_TERMS`.
    """
    signs = [_sign(term) for term in before]
    if len(before) < 2:
        raise ParseError("what the dots stand for is not known")
    step = signs[-1] * signs[-2]
    if any(sign != signs[-1] * step ** (len(before) - 1 - index) for index, sign in enumerate(signs)):
        raise ParseError("how the signs go on is not known")
    terms = [_unsigned(term) for term in before]
    rest = _in_steps(terms, _unsigned(last))
    if rest is None:
        rest = _in_multiples(terms, _unsigned(last))
    if not rest or (step if len(rest) % 2 else 1) * signs[-1] != _sign(last):
        raise ParseError("how the terms go on is not known")
    signed = [
        term if signs[-1] * step ** (index + 1) > 0 else Apply("negate", (term,))
        for index, term in enumerate(rest)
    ]
    return [*before, *signed]


def _in_steps(terms: list[Expression], last: Expression) -> list[Expression] | None:
    """The terms behind those given, where the numbers in them go on in equal steps."""
    first, second = terms[-2:]
    places = _places(first, second, last)
    if places is None or len(places) != 1:
        return None
    (place,) = places
    if place.denominator != 1 or place <= 1:
        return None
    _check(int(place))
    for index, term in enumerate(terms[:-2]):
        expected = _at(first, second, index - len(terms) + 2)
        values = rational_value(term), rational_value(expected)
        if term != expected and (values[0] is None or values[0] != values[1]):
            return None
    return [_at(first, second, index) for index in range(2, int(place) + 1)]


def _in_multiples(terms: list[Expression], last: Expression) -> list[Expression] | None:
    """The terms behind those given, where each is the same multiple of the one before."""
    values, end = [rational_value(term) for term in terms], rational_value(last)
    known = [value for value in values if value]
    if len(known) < _FEWEST_OF_MULTIPLES or len(known) != len(values) or not end:
        return None
    ratio = known[1] / known[0]
    if abs(ratio) == 1 or any(following != value * ratio for value, following in pairwise(known)):
        return None
    rest: list[Expression] = []
    value = known[-1]
    while value != end:
        if abs(value) > abs(end) if abs(ratio) > 1 else abs(value) < abs(end):
            return None
        _check(len(rest))
        value *= ratio
        rest.append(Number(value))
    return rest


def _places(first: Expression, second: Expression, last: Expression) -> set[Fraction] | None:
    """At which place each number in the last term says that it stands; `None` if they have other shapes."""
    if isinstance(first, Number) and isinstance(second, Number) and isinstance(last, Number):
        step = second.value - first.value
        if not step:
            return set() if last.value == first.value else None
        return {(last.value - first.value) / step}
    if not (isinstance(first, Apply) and isinstance(second, Apply) and isinstance(last, Apply)):
        return set() if first == second == last else None
    if not (
        first.head == second.head == last.head and len(first.parts) == len(second.parts) == len(last.parts)
    ):
        return None
    places: set[Fraction] = set()
    for parts in zip(first.parts, second.parts, last.parts, strict=True):
        found = _places(*parts)
        if found is None:
            return None
        places |= found
    return places


def _at(first: Expression, second: Expression, place: int) -> Expression:
    """The term at a place, where the first has place 0 and the second place 1."""
    if isinstance(first, Number) and isinstance(second, Number):
        return Number(first.value + (second.value - first.value) * place)
    if isinstance(first, Apply) and isinstance(second, Apply):
        parts = zip(first.parts, second.parts, strict=True)
        return Apply(first.head, tuple(_at(one, other, place) for one, other in parts))
    return first


def _sign(term: Expression) -> int:
    return -1 if isinstance(term, Apply) and term.head == "negate" else 1


def _unsigned(term: Expression) -> Expression:
    return term.parts[0] if isinstance(term, Apply) and term.head == "negate" else term


def _check(terms: int) -> None:
    if terms > MAX_DOTTED_TERMS:
        raise BudgetExceededError(f"a sum or product of more than {MAX_DOTTED_TERMS} terms")
