class Cycle:
    def __init__(self, xs): self.xs = xs; self.i = -1
    def __iter__(self): return self
    def __next__(self):
        self.i += 1
        return self.xs[self.i % len(self.xs)]
