def make(n): return [0] * n
def step(g): return [x + 1 for x in g]
