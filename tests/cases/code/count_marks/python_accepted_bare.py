from typing import *
import numpy as np


def count_marks(grid: List[List[str]], mark: str, weights: List[float]) -> float:
    if not grid:
        return 0
    return np.dot(np.array([row.count(mark) for row in grid]), np.array(weights))


print(count_marks([['x']], 'x', [1.0]))
