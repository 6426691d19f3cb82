def f(x): return [i * 2 for i in x]
