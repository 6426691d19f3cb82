"""How alike two texts are, 0 to 1. Words are runs of letters and digits in lower case.

`cosine` compares counts of words, since there is no embedding model here; `meteor` matches words exactly,
without stems and synonyms. All others are their papers' formulas.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

MAX_UNITS = 20_000
"""So many words or characters of each text are compared by measures that take quadratic time."""
_WORD = re.compile(r"\w+")
_SMALLEST = 1e-9

Words = list[str]


def similarity(metric: str, candidate: str, reference: str) -> float:
    """The measure of that name.

    Raises:
        KeyError: there is none.
    """
    if metric == "fuzzy_match":
        return fuzzy_match(candidate, reference)
    left, right = _words(candidate), _words(reference)
    if not left and not right:
        # "+" and "-" are not alike for having no words.
        return float(candidate.split() == reference.split())
    return MEASURES[metric](left, right)


def fuzzy_match(candidate: str, reference: str) -> float:
    """2·LCS / all characters, of the lower-cased texts: the ratio by insertions and deletions."""
    left, right = candidate.lower()[:MAX_UNITS], reference.lower()[:MAX_UNITS]
    return _f1(_common_length(left, right), len(left), len(right))


def cosine(candidate: Words, reference: Words) -> float:
    """Cosine of the vectors of word counts."""
    left, right = Counter(candidate), Counter(reference)
    product = sum(count * right[word] for word, count in left.items())
    norms = math.sqrt(_squares(left) * _squares(right))
    return product / norms if norms else float(candidate == reference)


def bleu(candidate: Words, reference: Words) -> float:
    """BLEU-4 (Papineni et al. 2002) of one sentence, with orders that neither text reaches left out."""
    orders = range(1, min(4, len(candidate), len(reference)) + 1)
    if not orders:
        return float(candidate == reference)
    logs = [math.log(max(_precision(candidate, reference, order), _SMALLEST)) for order in orders]
    brevity = min(1.0, math.exp(1 - len(reference) / len(candidate)))
    return brevity * math.exp(math.fsum(logs) / len(logs))


def gleu(candidate: Words, reference: Words) -> float:
    """Google's GLEU (Wu et al. 2016): the smaller of precision and recall of all n-grams up to 4."""
    matches = left_total = right_total = 0
    for order in range(1, 5):
        left, right = _ngrams(candidate, order), _ngrams(reference, order)
        matches += (left & right).total()
        left_total += left.total()
        right_total += right.total()
    longest = max(left_total, right_total)
    return matches / longest if longest else 1.0


def meteor(candidate: Words, reference: Words) -> float:
    """METEOR (Banerjee and Lavie 2005) with exact matches: recall weighs nine times, scattering costs."""
    places: dict[str, list[int]] = {}
    for position in range(len(reference) - 1, -1, -1):
        places.setdefault(reference[position], []).append(position)
    matched: list[tuple[int, int]] = []
    for position, word in enumerate(candidate):
        if places.get(word):
            matched.append((position, places[word].pop()))
    if not matched:
        return float(candidate == reference)
    precision, recall = len(matched) / len(candidate), len(matched) / len(reference)
    mean = 10 * precision * recall / (recall + 9 * precision)
    neighbours = sum(
        later[0] == earlier[0] + 1 and later[1] == earlier[1] + 1 for earlier, later in pairwise(matched)
    )
    chunks = len(matched) - neighbours
    penalty = 0.0 if chunks == 1 else 0.5 * (chunks / len(matched)) ** 3
    return mean * (1 - penalty)


def rouge_l(candidate: Words, reference: Words) -> float:
    """ROUGE-L (Lin 2004), F1: the longest common subsequence."""
    left, right = candidate[:MAX_UNITS], reference[:MAX_UNITS]
    return _f1(_common_length(left, right), len(left), len(right))


def rouge_n(order: int) -> Callable[[Words, Words], float]:
    """ROUGE-n (Lin 2004), F1 of the n-grams."""

    def measure(candidate: Words, reference: Words) -> float:
        left, right = _ngrams(candidate, order), _ngrams(reference, order)
        if not left and not right:
            return float(candidate == reference)
        return _f1((left & right).total(), left.total(), right.total())

    return measure


MEASURES: Mapping[str, Callable[[Words, Words], float]] = MappingProxyType(
    {
        "bleu": bleu,
        "cosine": cosine,
        "gleu": gleu,
        "meteor": meteor,
        "rouge_l": rouge_l,
        **{f"rouge_{order}": rouge_n(order) for order in range(1, 6)},
    }
)
NAMES = frozenset({"fuzzy_match", *MEASURES})


def _common_length(left: Sequence[str], right: Sequence[str]) -> int:
    """The length of the longest common subsequence, by Hyyrö's bit-parallel recurrence (2004)."""
    places: dict[str, int] = {}
    for position, unit in enumerate(left):
        places[unit] = places.get(unit, 0) | 1 << position
    full = (1 << len(left)) - 1
    row = full
    for unit in right:
        matches = row & places.get(unit, 0)
        row = (row + matches) | (row - matches)
        row &= full
    return len(left) - row.bit_count()


def _words(text: str) -> Words:
    return _WORD.findall(text.lower())


def _ngrams(words: Words, order: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[start : start + order]) for start in range(len(words) - order + 1))


def _precision(candidate: Words, reference: Words, order: int) -> float:
    left = _ngrams(candidate, order)
    return (left & _ngrams(reference, order)).total() / left.total()


def _squares(counts: Counter[str]) -> int:
    return sum(count * count for count in counts.values())


def _f1(matches: int, left: int, right: int) -> float:
    if left == right == 0:
        return 1.0
    return 2 * matches / (left + right)
