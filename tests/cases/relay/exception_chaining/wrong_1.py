class Wrapped(Exception): pass
def f(): raise Wrapped("x")
