def f(l): return set(l)
