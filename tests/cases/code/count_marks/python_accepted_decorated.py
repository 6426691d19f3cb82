from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Row:
    cells: tuple[str, ...]
    weight: float

    @lru_cache(maxsize=None)
    def weigh(self, mark: str) -> float:
        return self.weight * self.cells.count(mark)


class Solution:
    def countMarks(self, grid: list[list[str]], mark: str, weights: list[float]) -> float:
        rows = [Row(tuple(cells), weight) for cells, weight in zip(grid, weights)]
        return sum((row.weigh(mark) for row in rows), start=0.0)
