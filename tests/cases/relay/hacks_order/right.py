def f(l): return sorted(l)
