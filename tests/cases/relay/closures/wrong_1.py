def make_adder(n): return lambda x: x+n
def counter():
    n=0
    def inc():
        return n+1
    return inc
def compose(f,g): return lambda x: f(g(x))
