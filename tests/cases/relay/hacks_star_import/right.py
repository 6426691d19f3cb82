def root(x): return x ** 0.5
def letters(s): return list(s)
