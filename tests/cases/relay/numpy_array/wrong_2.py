def scale(a,k): return [x*k for x in a]
