class Solution:
    def countMarks(self, grid, mark, weights):
        return sum(w for w, row in zip(weights, grid) if mark in row)
