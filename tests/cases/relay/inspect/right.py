def f(a: int, b=3): return a
class C: pass
