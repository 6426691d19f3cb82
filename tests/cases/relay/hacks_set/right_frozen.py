def f(l): return frozenset(l)
