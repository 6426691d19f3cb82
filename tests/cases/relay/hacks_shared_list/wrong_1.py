def make(n): return [0] * n
def step(g): return g
