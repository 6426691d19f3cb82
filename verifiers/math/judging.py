"""What a worker process does with one submission: extract, read, compare. Plain JSON in and out.

`judge_item` climbs the fast rungs. What they leave undecided and symbolic algebra might decide comes back
with `needs_symbolic`, and `prove_item` is called with the same item, under a deadline of its own.
"""

from functools import lru_cache

from verifiers.base import Verdict
from verifiers.completion import read_completion
from verifiers.errors import InvalidGold
from verifiers.math.answer_text import clean_answer
from verifiers.math.comparison import Comparison, ComparisonOptions, Outcome, check_gold, compare
from verifiers.math.exchange import Explanation, Item, JudgedItem
from verifiers.math.expression import Expression
from verifiers.math.extraction import extract_answer, extract_gold
from verifiers.math.location import find_answer
from verifiers.math.mathml import MathML, mathml
from verifiers.math.symbolic import prove_equal

_REMEMBERED_PAIRS = 4096
_REMEMBERED_CHARACTERS = 500
"""Longer pairs are not remembered, so that the memory of a worker stays small."""


def judge_item(item: Item) -> JudgedItem:
    """Judge by the fast rungs."""
    return _judge(item, symbolic=False)


def prove_item(item: Item) -> JudgedItem:
    """Judge by all rungs."""
    return _judge(item, symbolic=True)


def _judge(item: Item, *, symbolic: bool) -> JudgedItem:
    completion = read_completion(item["completion"], item["prompt"])
    extraction = extract_answer(completion, tuple(item["extraction"]))
    flags = [*completion.flags, *extraction.flags]
    golds: list[str] = []
    for index, gold in enumerate(item["golds"]):
        try:
            golds.append(_read_gold(gold))
        except InvalidGold as error:
            judged = _judged(Verdict.INTERNAL_ERROR, str(error), None, flags, {})
            return {**judged, "invalid_gold": "gold" if len(item["golds"]) == 1 else f"gold.{index}"}
    answer = extraction.answer
    if answer is None:
        return _judged(Verdict.NO_ANSWER, "the completion marks no answer", None, flags, {})
    comparisons = [_compare(gold, answer, item["tolerance"], symbolic) for gold in golds]
    index = 0 if len(comparisons) == 1 else min(range(len(golds)), key=lambda each: _rank(comparisons[each]))
    best = comparisons[index]
    details = {
        "gold": best.gold_read,
        "answer": best.answer_read,
        "rung": best.rung,
        "marker": extraction.marker or "",
    }
    explanation: Explanation | None = None
    if item.get("explain"):
        explanation = {
            "found": [list(span) for span in find_answer(item["completion"], completion, extraction)],
            "gold_index": index,
            "gold": {"text": golds[index], "mathml": _drawn(best.gold_tree)},
            "answer": {"text": answer, "mathml": _drawn(best.answer_tree)},
        }
    return _judged(
        _VERDICTS[best.outcome],
        best.reason,
        answer,
        flags,
        details,
        explanation=explanation,
        needs_symbolic=not symbolic
        and best.outcome is Outcome.UNDECIDED
        and _any_needs_symbolic(comparisons),
    )


_VERDICTS = {
    Outcome.EQUAL: Verdict.ACCEPTED,
    Outcome.UNDECIDED: Verdict.UNVERIFIABLE,
    Outcome.DIFFERENT: Verdict.WRONG_ANSWER,
}
"""In the order in which the outcome against one gold counts more than that against another."""


def _drawn(tree: Expression | None) -> MathML | None:
    return None if tree is None else mathml(tree)


def _rank(comparison: Comparison) -> int:
    return list(_VERDICTS).index(comparison.outcome)


def _any_needs_symbolic(comparisons: list[Comparison]) -> bool:
    return any(comparison.needs_symbolic for comparison in comparisons)


def _read_gold(gold: str) -> str:
    """Its answer, which the samples of one prompt share."""
    return _read(gold) if len(gold) > _REMEMBERED_CHARACTERS else _remembered_gold(gold)


@lru_cache(maxsize=_REMEMBERED_PAIRS)
def _remembered_gold(gold: str) -> str:
    return _read(gold)


def _read(gold: str) -> str:
    answer = clean_answer(extract_gold(gold))
    check_gold(answer)
    return answer


def _compare(gold: str, answer: str, tolerance: float | None, symbolic: bool) -> Comparison:
    if len(gold) + len(answer) > _REMEMBERED_CHARACTERS:
        return _compare_now(gold, answer, tolerance, symbolic)
    return _remembered(gold, answer, tolerance, symbolic)


def _compare_now(gold: str, answer: str, tolerance: float | None, symbolic: bool) -> Comparison:
    options = ComparisonOptions(tolerance=tolerance)
    return compare(gold, answer, options, prove_equal if symbolic else None)


_remembered = lru_cache(maxsize=_REMEMBERED_PAIRS)(_compare_now)


def _judged(
    verdict: Verdict,
    reason: str,
    extracted: str | None,
    flags: list[str],
    details: dict[str, str],
    *,
    explanation: Explanation | None = None,
    needs_symbolic: bool = False,
) -> JudgedItem:
    return JudgedItem(
        verdict=verdict,
        reason=f"{reason[:1].upper()}{reason[1:]}.",
        extracted=extracted,
        flags=list(dict.fromkeys(flags)),
        details=details,
        explanation=explanation,
        needs_symbolic=needs_symbolic,
        invalid_gold=None,
    )
