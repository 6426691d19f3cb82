def f(a: int, c=3): return a
class C: pass
