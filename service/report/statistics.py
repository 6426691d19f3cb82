"""What is counted over all rows, in memory that grows by a few tens of bytes with each."""

import heapq
import itertools
import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from service.report.near_misses import is_near
from service.report.rows import BadRow, JudgedRow

SAMPLES = 20
"""So many rows of each sort are shown."""
SLOWEST = 20
PROBLEMS_WITH_CASES = 500
"""Problems whose cases are counted one by one: the first that come."""
PROBLEMS_TOLD = 20
"""So many problems that nobody solved are told."""
FLAGS_IN_ORDER = 63
"""So many flags are followed along the file: the first that come."""


@dataclass(slots=True)
class Tally:
    """Samples of one group or problem."""

    title: str = ""
    """Of a problem, for a person."""
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
class Sample:
    """A row, and how many more are like it: the same answer to the same question."""

    row: JudgedRow
    count: int = 1


@dataclass(slots=True)
class Samples:
    """The first rows of one sort, each answer once, and how many rows there are."""

    count: int = 0
    shown: dict[tuple[bytes, str, str], Sample] = field(default_factory=dict)

    def add(self, row: JudgedRow) -> None:
        """Count it, and keep it if it is new and there is room."""
        self.count += 1
        likeness = row.question, row.extracted or row.completion, row.verdict
        if likeness in self.shown:
            self.shown[likeness].count += 1
        elif len(self.shown) < SAMPLES:
            self.shown[likeness] = Sample(row)


SORTS: dict[str, Callable[[JudgedRow], bool]] = {
    "Mathematics that is nearly right": lambda row: (
        row.kind == "math" and row.verdict == "wrong_answer" and is_near(row.golds, row.extracted)
    ),
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
        """NaN where there is none; this and the next four have an entry for each row."""
        self.chars = array("L")
        self.verdict_codes = array("B")
        self.times = array("d")
        """NaN where it is not known."""
        self.flag_bits = array("Q")
        """Bit n says that the row has the flag n of `flag_numbers`."""
        self.flag_numbers: dict[str, int] = {}
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
        bits = 0
        for flag in dict.fromkeys(row.flags):
            self.flags[flag] += 1
            self.flags_accepted[flag] += accepted
            if flag in self.flag_numbers or len(self.flag_numbers) < FLAGS_IN_ORDER:
                bits |= 1 << self.flag_numbers.setdefault(flag, len(self.flag_numbers))
        self.flag_bits.append(bits)
        self.times.append(math.nan if row.time is None else row.time)
        self.rewards.append(math.nan if row.reward is None else row.reward)
        self.chars.append(row.chars)
        self.verdict_codes.append(self._code(row.verdict))
        for tallies, key in ((self.groups, row.group), (self.problems, row.question)):
            tallies[key].rows += 1
            tallies[key].accepted += accepted
        self.problems[row.question].title = self.problems[row.question].title or row.title
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

    def slices(self, parts: int) -> list[Sequence[int]]:
        """The rows by their places, in at most so many parts of equal size, in the order they were judged.

        That is the order of the time where every row has one, and the order of the file otherwise.
        """
        order: Sequence[int] = range(self.rows)
        if self.has_times:
            order = sorted(order, key=self.times.__getitem__)
        size = max(1, math.ceil(self.rows / parts))
        return [order[start : start + size] for start in range(0, self.rows, size)]

    @property
    def has_times(self) -> bool:
        """Whether it is known of every row when it was judged."""
        return self.rows > 0 and not any(map(math.isnan, self.times))

    def never_solved(self) -> list[Tally]:
        """Problems with several samples of which none was accepted, those with most samples first."""
        failed = (tally for tally in self.problems.values() if tally.rows > 1 and not tally.accepted)
        return heapq.nlargest(PROBLEMS_TOLD, failed, key=lambda tally: tally.rows)

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
            self.cases[row.question] = CaseTally(name=row.title or row.place)
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
