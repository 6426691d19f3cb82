"""Two files of judgements of the same completions: what changed its verdict."""

from collections import Counter
from dataclasses import dataclass, field

from service.report.rows import JudgedRow

CHANGES = 100
"""So many changes are shown one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A row with another verdict than before."""

    verdict: str
    reward: float | None
    now: JudgedRow


@dataclass(slots=True)
class Comparison:
    """Rows are matched by what was asked, the completion and the id."""

    title: str
    before: dict[bytes, tuple[str, float | None]] = field(default_factory=dict)
    matched: int = 0
    changed: int = 0
    rewards_up: int = 0
    rewards_down: int = 0
    only_now: int = 0
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)
    _seen: set[bytes] = field(default_factory=set)

    def remember(self, row: JudgedRow) -> None:
        """Take in a row of the other file."""
        self.before[row.key] = (row.verdict, row.reward)

    def take(self, row: JudgedRow) -> None:
        """Compare a row of this file."""
        if row.key not in self.before:
            self.only_now += 1
            return
        verdict, reward = self.before[row.key]
        self.matched += 1
        self._seen.add(row.key)
        if reward is not None and row.reward is not None:
            self.rewards_up += row.reward > reward
            self.rewards_down += row.reward < reward
        if verdict == row.verdict:
            return
        self.changed += 1
        self.kinds[verdict, row.verdict] += 1
        if len(self.changes) < CHANGES:
            self.changes.append(Change(verdict=verdict, reward=reward, now=row))

    @property
    def only_before(self) -> int:
        """Rows that this file lacks."""
        return len(self.before) - len(self._seen)
