def norm(p): return p.x
def shift(p): return p
