def f(s): return s * 2
