import numpy as np
def f(n): return np.eye(n)
def g(a): return float(a.mean())
