"""What is counted over all rows, in memory that grows by a few tens of bytes with each."""

import heapq
import itertools
import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from service.report.rows import BadRow, JudgedRow

SAMPLES = 20
"""So many rows of each sort are shown."""
SLOWEST = 20
PROBLEMS_WITH_CASES = 500
"""Problems whose cases are counted one by one: the first that come."""
NEAR = 0.05
"""A number counts as a near miss when it is off by less than this part of the gold."""


@dataclass(slots=True)
class Tally:
    """Samples of one group or problem."""

    rows: int = 0
    accepted: int = 0

    @property
    def sort(self) -> str:
        """What dynamic sampling makes of it: only mixed groups have an advantage other than 0."""
        return "all right" if self.accepted == self.rows else "all wrong" if not self.accepted else "mixed"


@dataclass(slots=True)
class CaseTally:
    """How often each case of a problem was passed."""

    name: str
    samples: int = 0
    run: Counter[int] = field(default_factory=Counter)
    passed: Counter[int] = field(default_factory=Counter)


@dataclass(slots=True)
class Samples:
    """The first rows of one sort, and how many there are."""

    count: int = 0
    rows: list[JudgedRow] = field(default_factory=list)

    def add(self, row: JudgedRow) -> None:
        """Count it, and keep it if there is room."""
        self.count += 1
        if len(self.rows) < SAMPLES:
            self.rows.append(row)


def is_near_miss(row: JudgedRow) -> bool:
    """Whether a wrong math answer is close: the same but for case and spaces, or a number nearly the gold."""
    if row.kind != "math" or row.verdict != "wrong_answer":
        return False
    gold, answer = _plain(row.gold), _plain(row.extracted)
    if gold and gold == answer:
        return True
    try:
        wanted, given = float(gold), float(answer)
    except ValueError:
        return False
    return math.isfinite(given) and abs(wanted - given) <= NEAR * abs(wanted)


def _plain(text: str) -> str:
    return "".join(text.split()).lower().strip("$.").replace(",", "")


SORTS: dict[str, Callable[[JudgedRow], bool]] = {
    "Mathematics that is nearly right": is_near_miss,
    "Programs that pass all cases but one": lambda row: (
        row.total is not None and row.total > 1 and row.passed == row.total - 1
    ),
    "Several answers or programs": lambda row: any(flag.startswith("several_") for flag in row.flags),
    "Programs that end early": lambda row: "early_exit" in row.flags,
    "Not judged": lambda row: row.reward is None,
}
"""Samples worth looking at."""


class Statistics:
    """Takes rows in, one by one."""

    def __init__(self) -> None:
        self.bad_rows: list[BadRow] = []
        self.bad_count = 0
        self.verdicts: Counter[str] = Counter()
        self.by_kind: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.by_language: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.flags: Counter[str] = Counter()
        self.flags_accepted: Counter[str] = Counter()
        self.rewards = array("d")
        """NaN where there is none; this and the next two have an entry for each row."""
        self.chars = array("L")
        self.verdict_codes = array("B")
        self.order: list[str] = []
        """The verdicts by their codes."""
        self._codes: dict[str, int] = {}
        self.groups: defaultdict[bytes, Tally] = defaultdict(Tally)
        self.problems: defaultdict[bytes, Tally] = defaultdict(Tally)
        self.cases: dict[bytes, CaseTally] = {}
        self.samples: dict[str, Samples] = {name: Samples() for name in SORTS}
        self._slowest: list[tuple[float, int, JudgedRow]] = []
        self._serial = itertools.count()

    @property
    def rows(self) -> int:
        """Judgements that were taken in."""
        return len(self.rewards)

    def take(self, row: JudgedRow | BadRow) -> None:
        """Count one row."""
        if isinstance(row, BadRow):
            self.bad_count += 1
            if len(self.bad_rows) < SAMPLES:
                self.bad_rows.append(row)
            return
        accepted = row.verdict == "accepted"
        self.verdicts[row.verdict] += 1
        self.by_kind[row.kind][row.verdict] += 1
        if row.language:
            self.by_language[row.language][row.verdict] += 1
        for flag in dict.fromkeys(row.flags):
            self.flags[flag] += 1
            self.flags_accepted[flag] += accepted
        self.rewards.append(math.nan if row.reward is None else row.reward)
        self.chars.append(row.chars)
        self.verdict_codes.append(self._code(row.verdict))
        for tallies, key in ((self.groups, row.group), (self.problems, row.question)):
            tallies[key].rows += 1
            tallies[key].accepted += accepted
        self._take_cases(row)
        for name, belongs in SORTS.items():
            if belongs(row):
                self.samples[name].add(row)
        heapq.heappush(self._slowest, (row.verify_ms, -next(self._serial), row))
        if len(self._slowest) > SLOWEST:
            heapq.heappop(self._slowest)

    def slowest(self) -> list[JudgedRow]:
        """The rows that took longest, the longest first."""
        return [row for _, _, row in sorted(self._slowest, key=lambda entry: entry[:2], reverse=True)]

    def given_rewards(self) -> list[float]:
        """The rewards of the rows that have one."""
        return [reward for reward in self.rewards if not math.isnan(reward)]

    def sorts_of(self, tallies: Iterable[Tally]) -> Counter[str]:
        """How many are all right, all wrong, mixed."""
        return Counter(tally.sort for tally in tallies)

    def most_sampled(self, most: int) -> list[CaseTally]:
        """Problems of several cases, those with most samples first."""
        several = [tally for tally in self.cases.values() if len(tally.run) > 1]
        return heapq.nlargest(most, several, key=lambda tally: tally.samples)

    def _code(self, verdict: str) -> int:
        if verdict not in self._codes:
            # A file can say anything; a 256th verdict is one too many to be shown apart.
            self._codes[verdict] = min(len(self._codes), 255)
            if len(self.order) < 256:
                self.order.append(verdict)
        return self._codes[verdict]

    def _take_cases(self, row: JudgedRow) -> None:
        if not row.cases:
            return
        if row.question not in self.cases:
            if len(self.cases) >= PROBLEMS_WITH_CASES:
                return
            self.cases[row.question] = CaseTally(name=row.name or row.place)
        tally = self.cases[row.question]
        tally.samples += 1
        for index, verdict in enumerate(row.cases):
            if verdict != "skipped":
                tally.run[index] += 1
                tally.passed[index] += verdict == "accepted"


def shares(counts: Sequence[Counter[str]], names: Sequence[str]) -> list[list[float]]:
    """For each name its share in each of the counters, 0 to 1."""
    totals = [max(1, sum(count.values())) for count in counts]
    return [[count[name] / total for count, total in zip(counts, totals, strict=True)] for name in names]
