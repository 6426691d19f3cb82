def trunc(x): return x - int(x)
