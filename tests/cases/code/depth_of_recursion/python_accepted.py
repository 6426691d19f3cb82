class Solution:
    def depth(self, steps: int) -> int:
        return 0 if steps == 0 else 1 + self.depth(steps - 1)
