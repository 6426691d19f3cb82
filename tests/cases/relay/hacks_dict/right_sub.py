class D(dict): pass
def f(s): return D({c: i + 1 for i, c in enumerate(s)})
