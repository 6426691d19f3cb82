count_marks = lambda grid, mark, weights: math.fsum(w * row.count(mark) for row, w in zip(grid, weights))
