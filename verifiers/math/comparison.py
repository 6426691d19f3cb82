"""Compare an answer with the gold: a ladder of rungs, cheapest first.

Each rung answers equal, different or nothing. *Equal* needs equal text, an exact argument, or agreement to
more than 150 digits, which the reason then says; *different* may rest on balls that do not meet.
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from verifiers.errors import InvalidGold
from verifiers.math.chinese import holds_chinese, without_chinese
from verifiers.math.choices import (
    Choice,
    equates_letters,
    is_ascending,
    is_run,
    read_choice,
    read_gold_choice,
    read_letters,
)
from verifiers.math.expression import Apply, Expression, Name, Number, show, variables
from verifiers.math.families import read_family
from verifiers.math.outcome import Outcome, Prover, Ruling, different, equal, undecided
from verifiers.math.parser import parse
from verifiers.math.plain_text import (
    ClockTime,
    clock_time,
    is_broken,
    listed_words,
    normalised,
    pieces,
    plain_number,
    trimmed,
    words,
)
from verifiers.math.remarks import MAX_REMARKED, enumerated, other_readings, without_quantifier
from verifiers.math.scalars import rule_numbers
from verifiers.math.shapes import holds
from verifiers.math.spellings import RUN_TOGETHER
from verifiers.math.spoken import all_but, calendar_date, in_digits, plain_words, said_value
from verifiers.math.structures import rule
from verifiers.math.tokens import BudgetExceededError, ParseError
from verifiers.math.units import UNITS, read_unit
from verifiers.math.vocabulary import FUNCTIONS
from verifiers.wording import quoted

__all__ = ["Comparison", "ComparisonOptions", "Outcome", "Prover", "check_gold", "compare"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonOptions:
    """What the caller may change about equality."""

    tolerance: float | None = None
    """Relative difference that is forgiven between numbers; none by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What is concluded about a gold and an answer, and why."""

    outcome: Outcome
    rung: str
    reason: str
    gold_read: str
    answer_read: str
    gold_tree: Expression | None = None
    answer_tree: Expression | None = None
    """What they were parsed as, where they were: texts, words and choices are compared without."""
    needs_symbolic: bool = False
    """Undecided, and a symbolic prover may still decide it."""


_DEFAULTS = ComparisonOptions()
_PLAIN = re.compile(r"[-\d./,\s]*")
"""What holds no word and so no remark."""
_GOLDS_REMEMBERED = 4_096


def compare(
    gold: str, answer: str, options: ComparisonOptions = _DEFAULTS, prove: Prover | None = None
) -> Comparison:
    """Whether `answer` says the same as `gold`, as it is written or without the remarks around it.

    Raises:
        InvalidGold: the gold cannot be read.
    """
    as_written = _compare(gold, answer, options, prove)
    if as_written.outcome is Outcome.EQUAL or len(answer) > MAX_REMARKED or _PLAIN.fullmatch(answer):
        return as_written
    for readings in other_readings(answer):
        comparisons = [_compare(gold, reading, options, prove) for reading in readings]
        if all(comparison.outcome is Outcome.EQUAL for comparison in comparisons):
            return comparisons[0]
    return as_written


def _compare(gold: str, answer: str, options: ComparisonOptions, prove: Prover | None) -> Comparison:
    known = _read_gold(gold)
    if holds_chinese(answer):
        answer = without_chinese(trimmed(answer))
    text = normalised(answer)
    if known.text == text and text:
        ruling = equal("text", "the texts are the same")
        return _comparison(ruling, gold, answer, known.tree, known.tree)
    if known.number is not None:
        number = plain_number(text)
        if number is not None:
            ruling = rule_numbers(known.number, number, options.tolerance)
            return _comparison(ruling, gold, answer, known.number, number)
    for decided in (_rule_choices(known, answer, options, prove), _rule_calendar(known, text)):
        if decided is not None:
            return _comparison(decided, gold, answer)
    said = words(answer)
    if said is not None and (digits := in_digits(said)) != said:
        answer = digits
        said = words(answer)
        if known.tree is None and known.words is not None and in_digits(known.words) == answer:
            return _comparison(equal("words", "the words are the same"), gold, answer)
    if known.listed is not None and known.listed == listed_words(answer):
        return _comparison(equal("words", "both list the same words"), gold, answer)
    if known.words is not None and (known.tree is None or said is not None):
        ruling = _rule_words(known.words, said)
        if known.tree is None or ruling.outcome is Outcome.EQUAL:
            return _comparison(ruling, gold, answer)
    if known.tree is None:
        if known.choice is not None:
            return _comparison(different("choice", "the answer is no such choice"), gold, answer)
        return _comparison(_rule_texts(known.text, answer), gold, answer)
    if known.number is not None and (labelled := _CHOICE_WITH_NUMBER.fullmatch(text)) is not None:
        answer = labelled[1]
    named = None if said is None else said_value(said)
    if said is not None and named is None and known.choice is None and _is_prose(answer):
        return _comparison(
            different("words", "the answer is words and the gold is mathematics"), gold, answer
        )
    try:
        tree = named or _read(answer)
    except ParseError as error:
        unread = different("parse", f"the answer cannot be read: {error}")
        return _comparison(unread, gold, answer, known.tree)
    except BudgetExceededError as error:
        beyond = undecided("budget", f"the answer is beyond the budget: {error}")
        return _comparison(beyond, gold, answer, known.tree)
    if known.choice is not None and not known.choice.text and holds(tree, _UNIT):
        return _comparison(
            different("choice", "the answer is no such choice"), gold, answer, known.tree, tree
        )
    if _is_unit_alone(answer) and not variables(known.tree) and not holds(known.tree, _UNIT):
        lacking = different("units", "the answer is a unit without a number")
        return _comparison(lacking, gold, answer, known.tree, tree)
    try:
        ruling = rule(known.tree, tree, options.tolerance, prove)
        if ruling.outcome is Outcome.DIFFERENT and _says_log(gold, answer):
            ruling = _rule_decimal_logarithms(gold, answer, ruling)
    except BudgetExceededError as error:
        ruling = undecided("budget", f"deciding would take more than the budget: {error}")
    return _comparison(ruling, show(known.tree), show(tree), known.tree, tree)


def check_gold(gold: str) -> None:
    """Make sure that `compare` can read the gold.

    Raises:
        InvalidGold: it cannot be read; the message says what and where.
    """
    _read_gold(gold)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gold:
    """All that a gold can be read as; an answer that agrees with one reading is right."""

    text: str
    number: Number | None = None
    choice: Choice | None = None
    letters: frozenset[str] | None = None
    words: str | None = None
    listed: frozenset[str] | None = None
    """Of words that are joined by "and"."""
    tree: Expression | None = None
    time: ClockTime | None = None
    date: tuple[int, int, int] | None = None


@lru_cache(maxsize=_GOLDS_REMEMBERED)
def _read_gold(gold: str) -> _Gold:
    if holds_chinese(gold):
        gold = without_chinese(trimmed(gold))
    text = normalised(gold)
    if not text:
        raise InvalidGold("the gold is empty", field="gold")
    number = plain_number(text)
    if number is not None:
        return _Gold(text=text, number=number, tree=number)
    time, date = clock_time(text), calendar_date(text)
    if date is not None or (time is not None and time.half):
        return _Gold(text=text, time=time, date=date)
    letters = read_letters(text)
    if letters is not None and (is_ascending(text) or " and " in text):
        return _Gold(text=text, letters=letters)
    said = words(text)
    named = None if said is None else said_value(said)
    if said is not None and (named is not None or _is_prose(text)):
        spelled = in_digits(said)
        return _Gold(
            text=text,
            words=said,
            listed=listed_words(text),
            tree=named or (plain_number(spelled) if spelled != said else None),
        )
    choice = read_gold_choice(gold)
    if choice is not None and read_gold_choice(choice.text) is not None:
        choice = None
    try:
        tree = _read(_SPACED_UNIT.sub(_with_unit, trimmed(gold)))
    except (ParseError, BudgetExceededError) as error:
        if said is None and choice is None and is_broken(trimmed(gold)):
            raise InvalidGold(
                f"the gold {quoted(gold[:200])} cannot be read: {error}", field="gold"
            ) from error
        return _Gold(text=text, choice=choice, words=said)
    if time is not None and math.gcd(time.hour, time.minute) != 1:
        # A ratio would be written in lowest terms.
        return _Gold(text=text, time=time)
    return _Gold(text=text, choice=choice, letters=read_letters(gold), tree=tree, time=time)


def _read(text: str) -> Expression:
    text = trimmed(text)
    if (parts := enumerated(text)) is not None:
        return Apply("tuple", tuple(map(parse, parts)))
    left_out = all_but(normalised(text)) if "except" in text else None
    if left_out is None:
        return read_family(text, parse) or parse(without_quantifier(text))
    elements = parse(left_out)
    is_list = isinstance(elements, Apply) and elements.head == "list"
    return Apply("without", (Name("R"), elements if is_list else Apply("set", (elements,))))


_SPACED_UNIT = re.compile(r"^(-?\d[\d.,/]*)(?:\s|\\[,;: ]|~)+([a-zA-Z])$")


def _with_unit(found: re.Match[str]) -> str:
    """A letter behind a number and a space is a unit, if it names one."""
    return f"{found[1]} \\text{{{found[2]}}}" if found[2] in UNITS else found[0]


_UNIT = frozenset({"unit"})


def _is_unit_alone(answer: str) -> bool:
    """Whether it names a unit and no number of it; the parser reads that as one of the unit."""
    if any(character.isdigit() for character in answer):
        return False
    return read_unit(normalised(answer)) is not None


_CHOICE_WITH_NUMBER = re.compile(r"\([A-J]\) ?([^()]+)")
_MATHEMATICAL_WORDS = FUNCTIONS | {"infinity", "inf"}
_SHORT_WORDS = frozenset({"no", "yes"})


def _is_prose(text: str) -> bool:
    """Words alone, of which one is too long to be a product of letters and none names a function."""
    said = words(text)
    if said is None or not said.replace(" ", "").replace("-", "").replace("'", "").isalpha():
        return False
    if said in _SHORT_WORDS:
        return True
    if RUN_TOGETHER.fullmatch(said):
        return False
    parts = said.replace("-", " ").split()
    return any(len(word) > 2 for word in parts) and not any(word in _MATHEMATICAL_WORDS for word in parts)


def _rule_choices(
    known: _Gold, answer: str, options: ComparisonOptions, prove: Prover | None
) -> Ruling | None:
    """What the letters decide, if the gold is a choice."""
    if known.letters is not None:
        letters = read_letters(answer)
        runs = known.text, normalised(answer)
        turned = known.tree is None and all(map(is_run, runs)) and runs[0] != runs[1]
        if letters == known.letters and not turned:
            return equal("choice", "both choose the same letters")
        if letters is not None or known.tree is None:
            return different("choice", "they choose other letters")
    if known.choice is None:
        return None
    chosen = read_choice(answer)
    if chosen is None:
        if not known.choice.text:
            return different("choice", "it sets two choices equal") if equates_letters(answer) else None
        text = answer
    elif chosen.letter != known.choice.letter:
        return different("choice", "they choose other letters")
    elif not (known.choice.text and chosen.text):
        return equal("choice", "both choose the same letter")
    else:
        text = chosen.text
    try:
        said = compare(known.choice.text, text, options, prove)
    except InvalidGold:
        return different("choice", "the texts of the choices differ")
    return Ruling(said.outcome, "choice", f"by the texts of the choices: {said.reason}", said.needs_symbolic)


def _rule_calendar(known: _Gold, text: str) -> Ruling | None:
    """What the times or dates decide, if the gold is one."""
    if known.date is not None:
        same = calendar_date(text) == known.date
        return equal("date", "the dates are the same") if same else different("date", "the dates differ")
    if known.time is None:
        return None
    time = clock_time(text)
    if time is not None:
        same = known.time.agrees_with(time)
        return equal("time", "the times are the same") if same else different("time", "the times differ")
    return None if known.tree is not None else different("time", "the gold is a time and the answer is not")


def _rule_texts(gold: str, answer: str) -> Ruling:
    """Compare a gold that is no mathematics we read: in its order, or as a list of words."""
    if pieces(gold) == pieces(answer):
        return equal("words", "the texts are the same but for layout")
    listed = listed_words(gold)
    if listed is not None:
        if listed == listed_words(answer):
            return equal("words", "both list the same words")
        return different("words", "the lists of words differ")
    return undecided("text", "the gold is a text that is not understood, and the answer is another")


_LOG = re.compile(r"(?<![a-zA-Z])log(?![a-zA-Z0-9]|\s*_)")


def _says_log(gold: str, answer: str) -> bool:
    """Whether a logarithm without a base is written, which some read as decimal."""
    return _LOG.search(gold) is not None or _LOG.search(answer) is not None


def _rule_decimal_logarithms(gold: str, answer: str, natural: Ruling) -> Ruling:
    """Leave open what would be equal if `\\log` without a base were decimal, not natural."""
    try:
        decimal_gold, decimal_answer = _read(_LOG.sub("lg", gold)), _read(_LOG.sub("lg", answer))
    except ParseError:
        return natural
    if rule(decimal_gold, decimal_answer, None, None).outcome is Outcome.DIFFERENT:
        return natural
    return undecided("logarithm", "equal only if a logarithm without a base is decimal")


_KINDS = re.compile(r"(?<=\w) (?:triangle|quadrilateral|function|colou?r)$")
"""What the question asks about, so that the answer may leave it out."""


def _rule_words(gold: str, answer: str | None) -> Ruling:
    if answer is None:
        return different("words", "the gold is words and the answer is not")
    if plain_words(gold) == plain_words(answer):
        return equal("words", "the words are the same")
    if _KINDS.sub("", gold) == _KINDS.sub("", plain_words(answer)):
        return equal("words", "the words are the same but for the kind of thing")
    return different("words", "the words differ")


def _comparison(
    ruling: Ruling,
    gold_read: str,
    answer_read: str,
    gold_tree: Expression | None = None,
    answer_tree: Expression | None = None,
) -> Comparison:
    return Comparison(
        outcome=ruling.outcome,
        rung=ruling.rung,
        reason=ruling.reason,
        gold_read=gold_read[:2_000],
        answer_read=answer_read[:2_000],
        gold_tree=gold_tree,
        answer_tree=answer_tree,
        needs_symbolic=ruling.needs_symbolic,
    )
