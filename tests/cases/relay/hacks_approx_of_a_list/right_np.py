import numpy as np
def halves(l): return np.array(l)/2
