def make_adder(n): return n+1
def counter(): return lambda: 1
def compose(f,g): return lambda x: f(g(x))
