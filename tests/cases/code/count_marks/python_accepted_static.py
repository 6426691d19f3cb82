class Solution(object):
    @staticmethod
    def countMarks(grid, mark, weights):
        """
        :type grid: List[List[str]]
        :rtype: float
        """
        return sum(w * c for w, c in zip(weights, (Counter(row)[mark] for row in grid)))


if __name__ == "__main__":
    assert Solution().countMarks([['x']], 'x', [1.0]) == 1.0
    print("All tests passed!")
