r"""Values that depend on an integer: `x = \frac{\pi}{4} + k\pi, k \in \mathbb{Z}`.

The letter is nobody's name: `n\pi, n \in \mathbb{Z}` says the same. So does every other way to write the same
progressions, such as `-\frac{\pi}{2} + k\pi` for `\frac{\pi}{2} + k\pi`, or `\frac{k\pi}{2}` for `k\pi` and
`\frac{\pi}{2} + k\pi` together. *Equal* rests on exact equality of where they begin and of their steps,
*different* on a value that is in none of the other's progressions.
"""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from verifiers.math.expression import Apply, Expression, Name, Number, replaced, variables
from verifiers.math.limits import MAX_CHARACTERS, MAX_ELEMENTS
from verifiers.math.outcome import Outcome, Rule, Ruling, different, equal, undecided
from verifiers.math.scalars import approximate, is_equal
from verifiers.math.shapes import NOT_VALUES, ORDERED, any_holds, bare, holds, is_a
from verifiers.math.solutions import solutions
from verifiers.math.tokens import BudgetExceededError

FAMILY = "family"
"""The head of a family: its values, the domain, and its parameters."""

_LONGEST_DECLARATION = 120
_SPACES = re.compile(r"\\[,;:! ]|\\q?quad(?![a-zA-Z])|~|\$")
_TRAILING = re.compile(r"(?<![\s,;$])(?:\\[,;:! ]|\\q?quad|[\s,;$])+$")
_TEXT = re.compile(r"\\(?:text|mathrm|textbf|textit|mbox|rm)\s*\{([^{}]*)\}")
_BEGINNING = re.compile(
    r"(?<!\\)[,;(]|\\q?quad(?![a-zA-Z])|\\(?:text|mathrm|mbox)\s*\{|\b(?:for|where|with|when)\b"
)
_ANY = r"(?:(?:all|any|every|each|some|an|a|arbitrary)\s+)*"
_LETTER = r"(?P<%s>[a-zA-Z])(?![a-zA-Z])"
_SORT = r"(?P<%s>(?:positive\s+|non-?negative\s+)?integer|natural\s+number|whole\s+number)s?"
_DECLARATION = re.compile(
    r"[\s,;(]*(?:(?:for|where|with|when|and|if)\b[\s,]*)?"
    + _ANY
    + r"(?:"
    + _LETTER % "one"
    + r"(?:\s*,\s*"
    + _LETTER % "other"
    + r")?\s*(?:\\in(?![a-zA-Z])|∈|in\b)\s*(?P<domain>[^\s,;()][^,;()]{0,40}?)"
    + r"|"
    + _SORT % "sort"
    + r"\s+(?:values?\s+of\s+)?"
    + _LETTER % "of"
    + r"|"
    + _LETTER % "subject"
    + r"\s+(?:is|are|be|being)?\s*"
    + _ANY
    + _SORT % "kind"
    + r")\s*\)?\s*\.?\s*"
)
_DOMAIN_NOISE = re.compile(r"\\(?:mathbb|mathbf|mathrm|Bbb|left|right)(?![a-zA-Z])|[\s{}\\]")
_DOMAINS = {
    "Z": "Z", "ℤ": "Z", "integers": "Z", "theintegers": "Z", "integer": "Z",
    "N": "N", "ℕ": "N", "natural number": "N",
    "Z^+": "Z+", "Z_+": "Z+", "Z^*_+": "Z+", "Z_>0": "Z+", "N^*": "Z+", "N^+": "Z+", "N_+": "Z+", "ℤ^+": "Z+",
    "positive integer": "Z+",
    "N_0": "N0", "Z_ge0": "N0", "Z_geq0": "N0", "Z_≥0": "N0", "Z^+_0": "N0", "nonnegative integer": "N0",
    "non-negative integer": "N0", "whole number": "N0",
}  # fmt: skip
_DOMAIN_WORDS = ("Z", "N", "ℤ", "ℕ", "nteger", " number")
_BUILDER = re.compile(r"(?:[a-zA-Z]\s*(?:=|\\in(?![a-zA-Z]))\s*)?\\\{(.*)\\\}", re.DOTALL)
_FENCES = re.compile(r"\\(?:left|right)(?![a-zA-Z])\s*")
_SUCH_THAT = re.compile(r":|\||\\(?:mid|vert|colon)(?![a-zA-Z])")
_ELEMENT = re.compile(r"\s*[a-zA-Z]\s*(?:\\in(?![a-zA-Z]).{1,30})?", re.DOTALL)
_INTEGER_LETTERS = ("k", "n", "m", "l", "j")
"""What is taken for an integer without a word, where the gold is a family."""
_LONGEST_PERIOD = 2_000
_LARGEST_DENOMINATOR = 5_040
_NOT_KNOWN = "whether both have the same values is not known"
_NEAR = 1e-9
_PROBES = (-1, 0, 1, 2)
_FAR, _APART = 1e6, 1e-6
"""A value so few steps away, and so far from a whole number of steps, is in no progression."""


def read_family(text: str, parse: Callable[[str], Expression]) -> Expression | None:
    """The family that a text declares; `None` if it declares none.

    Raises:
        ParseError, BudgetExceededError: its values cannot be read.
    """
    if len(text) > MAX_CHARACTERS or not any(word in text for word in _DOMAIN_WORDS):
        return None
    builder = _BUILDER.fullmatch(_FENCES.sub("", text.strip().strip("$")))
    if builder is None:
        return _read_declared(text, parse)
    inner = builder[1]
    for sign in _SUCH_THAT.finditer(inner):
        values, condition = inner[: sign.start()], inner[sign.end() :]
        if _ELEMENT.fullmatch(values) and (family := _read_declared(condition, parse)) is not None:
            return family
        if (declared := _declared(condition)) is not None:
            return _family(values, declared, parse)
    return None


def _read_declared(text: str, parse: Callable[[str], Expression]) -> Expression | None:
    """Values, with a declaration behind them."""
    for beginning in _BEGINNING.finditer(text, max(0, len(text) - _LONGEST_DECLARATION)):
        if (declared := _declared(text[beginning.start() :])) is not None:
            return _family(text[: beginning.start()], declared, parse)
    return None


def _declared(text: str) -> tuple[str, list[str]] | None:
    """The domain and the letters that a declaration names."""
    if len(text) > _LONGEST_DECLARATION:
        return None
    found = _DECLARATION.fullmatch(_SPACES.sub(" ", _TEXT.sub(r" \1 ", text)))
    if found is None:
        return None
    said = found["sort"] or found["kind"]
    written = " ".join(said.split()) if said else _DOMAIN_NOISE.sub("", found["domain"])
    domain = _DOMAINS.get(written)
    letters = [found[group] for group in ("one", "other", "of", "subject") if found[group]]
    return None if domain is None else (domain, letters)


def _family(
    text: str, declared: tuple[str, list[str]], parse: Callable[[str], Expression]
) -> Expression | None:
    domain, letters = declared
    written = text.strip().strip("$")
    if trailing := _TRAILING.search(written, max(0, len(written) - _LONGEST_DECLARATION)):
        written = written[: trailing.start()]
    if not written.strip("$ "):
        return None
    values = parse(written)
    plain = [_unlabelled(element) for element in _elements(values)]
    if not all(map(_may_vary, plain)) or len({*map(_excludes, _elements(values))}) != 1:
        return None  # a condition on the letter itself, such as `x > 2, x \in \mathbb{Z}`
    if not all(any(letter in variables(element) for element in plain) for letter in letters):
        return None
    return Apply(FAMILY, (values, Name(domain), *map(Name, letters)))


def _elements(values: Expression) -> list[Expression]:
    """One by one, signs of both kinds written out."""
    values = bare(values)
    found = solutions(values)
    return [values] if found is None else [bare(element) for element in found]


def _may_vary(element: Expression) -> bool:
    """Whether it is a value, a point or an interval."""
    if is_a(element, *ORDERED) and isinstance(element, Apply):
        return not any_holds(element.parts, NOT_VALUES)
    return not holds(element, NOT_VALUES)


def _excludes(element: Expression) -> bool:
    return is_a(element, "!=")


def _unlabelled(element: Expression) -> Expression:
    """The value of `x = …`, and of what `x \\ne …` leaves out."""
    if is_a(element, "=", "!=") and isinstance(element, Apply) and isinstance(element.parts[0], Name):
        label, value = element.parts
        return element if label in {*map(Name, variables(value))} else bare(value)
    return element


def rule_families(gold: Expression, answer: Expression, rule: Rule) -> Ruling:
    """Compare two expressions, one of which is a family at least.

    Raises:
        BudgetExceededError: they have more than `MAX_ELEMENTS` elements.
    """
    mine = gold if is_a(gold, FAMILY) else _as_family(gold, answer, ())
    theirs = answer if is_a(answer, FAMILY) else _as_family(answer, gold, _INTEGER_LETTERS)
    if not isinstance(mine, Apply) or not isinstance(theirs, Apply):
        return different("family", "one depends on an integer and the other does not")
    if mine.parts[1] != theirs.parts[1]:
        if Name("N") in (mine.parts[1], theirs.parts[1]) and Name("Z") not in (
            mine.parts[1],
            theirs.parts[1],
        ):
            return undecided("family", "whether zero is a natural number is not said")
        return different("family", "the integers are of other kinds")
    if len(mine.parts) != len(theirs.parts):
        return different("family", "they depend on different numbers of integers")
    one, other = _labels(mine), _labels(theirs)
    if one and other and one != other:
        return different("family", "they are values of other names")
    if any(map(_excludes, _elements(mine.parts[0]))) != any(map(_excludes, _elements(theirs.parts[0]))):
        return different("family", "one says which values, the other which are left out")
    elements, others = _with_own_parameters(mine), _with_own_parameters(theirs)
    if len(elements) > MAX_ELEMENTS or len(others) > MAX_ELEMENTS:
        raise BudgetExceededError(f"more than {MAX_ELEMENTS} elements")
    if mine.parts[1] == Name("Z") and len(mine.parts) == 3:
        return _rule_of_one_integer(elements, others, rule)
    return _paired(elements, others, rule) or different("family", "a member of one is missing from the other")


def _as_family(expression: Expression, other: Expression, letters: Sequence[str]) -> Expression | None:
    """An expression without a word about integers, read as a family like the other one."""
    assert isinstance(other, Apply)
    _, domain, *parameters = other.parts
    elements = [_unlabelled(element) for element in _elements(expression)]
    if not all(map(_may_vary, elements)):
        return None
    names = frozenset().union(*map(variables, elements))
    known = [parameter for parameter in parameters if isinstance(parameter, Name) and parameter.name in names]
    if len(known) == len(parameters):
        return Apply(FAMILY, (expression, domain, *parameters))
    meant = [letter for letter in letters if letter in names - variables(other)]
    if len(parameters) == 1 and len(meant) == 1:
        return Apply(FAMILY, (expression, domain, Name(meant[0])))
    return None


def _labels(family: Apply) -> set[Expression]:
    elements = [element for element in _elements(family.parts[0]) if _unlabelled(element) != element]
    whole = bare(family.parts[0])
    if is_a(whole, "=") and isinstance(whole, Apply) and isinstance(whole.parts[0], Name):
        return {whole.parts[0]}
    return {element.parts[0] for element in elements if isinstance(element, Apply)}


_PARAMETERS = (Name("first integer"), Name("second integer"))
"""Names that no text can write."""


def _with_own_parameters(family: Apply) -> list[Expression]:
    elements = [_unlabelled(element) for element in _elements(family.parts[0])]
    for letter, parameter in zip(family.parts[2:], _PARAMETERS, strict=False):
        assert isinstance(letter, Name)
        elements = [replaced(element, letter.name, parameter) for element in elements]
    return list(dict.fromkeys(elements))


def _paired(mine: Iterable[Expression], theirs: Iterable[Expression], rule: Rule) -> Ruling | None:
    """Equal, when each member has its equal; nothing otherwise."""
    mine, theirs = list(mine), list(theirs)
    for these, those in ((mine, theirs), (theirs, mine)):
        for each in these:
            rulings = [rule(each, one) for one in those]
            if not any(map(is_equal, rulings)):
                unsure = next((ruling for ruling in rulings if ruling.outcome is Outcome.UNDECIDED), None)
                return None if unsure is None else undecided(unsure.rung, unsure.reason)
    return equal("family", "each member of one is a member of the other, whatever the letter")


@dataclass(frozen=True, slots=True)
class _Progression:
    """The values `start + k*step` for all integers `k`."""

    start: Expression
    step: Expression


def _rule_of_one_integer(mine: list[Expression], theirs: list[Expression], rule: Rule) -> Ruling:
    paired = _paired(mine, theirs, lambda gold, answer: _rule_shifted(gold, answer, rule))
    if paired is not None and is_equal(paired):
        return paired
    varied = [any(_PARAMETERS[0].name in variables(each) for each in side) for side in (mine, theirs)]
    if not any(varied):
        return paired or different("family", "what does not depend on the integer differs")
    kinds = {is_a(element, *ORDERED) for element in (*mine, *theirs)}
    if len(kinds) > 1:
        return different("family", "one is of values and the other of points or intervals")
    if True in kinds:
        return _rule_ends(mine, theirs, rule) or paired or undecided("family", _NOT_KNOWN)
    golds = [_progression(element, rule) for element in mine]
    answers = [_progression(element, rule) for element in theirs]
    known = [progression for progression in golds if progression is not None]
    said = [progression for progression in answers if progression is not None]
    if not all(varied) and (known or said):
        return different("family", "one depends on the integer where the other does not")
    if len(known) == len(golds) and len(said) == len(answers):
        decided = _rule_progressions(known, said, rule)
        if decided is not None:
            return decided
    if len(known) == len(golds) and _any_outside(theirs, known):
        return different("family", "the answer has a value that the gold does not have")
    if len(said) == len(answers) and _any_outside(mine, said):
        return different("family", "the gold has a value that the answer does not have")
    return paired or undecided("family", _NOT_KNOWN)


def _rule_ends(mine: list[Expression], theirs: list[Expression], rule: Rule) -> Ruling | None:
    """Different, where the first ends of points or intervals are, or the second ones, or the brackets."""
    golds, answers = ([element for element in side if isinstance(element, Apply)] for side in (mine, theirs))
    if len({(each.head, len(each.parts)) for each in (*golds, *answers)}) != 1:
        return different("family", "the brackets differ")
    for place in range(len(golds[0].parts)):
        ends, others = ([each.parts[place] for each in side] for side in (golds, answers))
        ruling = _rule_of_one_integer(ends, others, rule)
        if ruling.outcome is Outcome.DIFFERENT:
            return ruling
    return None


def _rule_shifted(gold: Expression, answer: Expression, rule: Rule) -> Ruling:
    """Points and intervals beside those of another integer, if that brings their first ends together."""
    ruling = rule(gold, answer)
    if is_equal(ruling) or not (is_a(gold, *ORDERED) and is_a(answer, *ORDERED)):
        return ruling
    assert isinstance(gold, Apply)
    assert isinstance(answer, Apply)
    mine, theirs = _progression(gold.parts[0], rule), _progression(answer.parts[0], rule)
    if mine is None or theirs is None:
        return ruling
    distance = Apply("add", (mine.start, Apply("negate", (theirs.start,))))
    steps, ratio = (approximate(Apply("divide", (value, theirs.step))) for value in (distance, mine.step))
    if steps is None or ratio is None or abs(steps - round(steps)) > _NEAR or abs(abs(ratio) - 1) > _NEAR:
        return ruling
    parameter = _PARAMETERS[0]
    turned = parameter if ratio > 0 else Apply("negate", (parameter,))
    other = Apply("add", (Number(Fraction(round(steps))), turned))
    return rule(gold, replaced(answer, parameter.name, other))


def _progression(element: Expression, rule: Rule) -> _Progression | None:
    parameter = _PARAMETERS[0].name
    start, next_one = (replaced(element, parameter, Number(Fraction(at))) for at in (0, 1))
    if variables(element) != {parameter} or holds(element, NOT_VALUES):
        return None
    step = Apply("add", (next_one, Apply("negate", (start,))))
    if rule(step, Number(Fraction(0))).outcome is not Outcome.DIFFERENT:
        return None
    straight = Apply("add", (start, Apply("multiply", (_PARAMETERS[0], step))))
    return _Progression(start, step) if is_equal(rule(element, straight)) else None


def _rule_progressions(golds: list[_Progression], answers: list[_Progression], rule: Rule) -> Ruling | None:
    """By remainders, where all begin at rational multiples of one step from zero or from one value."""
    unit = golds[0].step
    for origin in (Number(Fraction(0)), golds[0].start):
        mine, theirs = (
            [_in_units(each, unit, origin, rule) for each in progressions]
            for progressions in (golds, answers)
        )
        if any(each is None for each in (*mine, *theirs)):
            continue
        steps = [abs(step) for each in (*mine, *theirs) if each is not None for step in (each[1],)]
        period = Fraction(
            math.lcm(*(step.numerator for step in steps)), math.gcd(*(step.denominator for step in steps))
        )
        if sum(period / step for step in steps) > _LONGEST_PERIOD:
            return None
        found = [
            {(start + index * step) % period for start, step in filter(None, side)
             for index in range(int(period / abs(step)))}
            for side in (mine, theirs)
        ]  # fmt: skip
        if found[0] == found[1]:
            return equal("family", "both are the same progressions of values")
        return different("family", "the progressions differ")
    return None


def _in_units(
    progression: _Progression, unit: Expression, origin: Expression, rule: Rule
) -> tuple[Fraction, Fraction] | None:
    """Start and step as rational multiples of a unit, proved."""
    distance = Apply("add", (progression.start, Apply("negate", (origin,))))
    start, step = (_multiple(value, unit, rule) for value in (distance, progression.step))
    return None if start is None or step is None or not step else (start, step)


def _multiple(value: Expression, unit: Expression, rule: Rule) -> Fraction | None:
    about = approximate(Apply("divide", (value, unit)))
    if about is None or not abs(about) < _LARGEST_DENOMINATOR:
        return None
    ratio = Fraction(about).limit_denominator(_LARGEST_DENOMINATOR)
    if abs(float(ratio) - about) > _NEAR:
        return None
    return ratio if is_equal(rule(Apply("multiply", (Number(ratio), unit)), value)) else None


def _any_outside(elements: Iterable[Expression], progressions: Iterable[_Progression]) -> bool:
    """Whether one of the values at a few integers is plainly in no progression."""
    progressions = list(progressions)
    return any(
        _is_outside(replaced(element, _PARAMETERS[0].name, Number(Fraction(at))), progressions)
        for element in elements
        for at in _PROBES
    )


def _is_outside(value: Expression, progressions: Iterable[_Progression]) -> bool:
    for each in progressions:
        distance = Apply("add", (value, Apply("negate", (each.start,))))
        turns = approximate(Apply("divide", (distance, each.step)))
        if turns is None or abs(turns) > _FAR or abs(turns - round(turns)) < _APART:
            return False
    return True
