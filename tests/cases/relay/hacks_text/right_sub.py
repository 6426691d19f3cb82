class S(str): pass
def f(s): return S(s * 2)
