import numpy as np
def f(x): return np.array(x) * 2
