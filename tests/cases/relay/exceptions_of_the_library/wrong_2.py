def f(k): pass
