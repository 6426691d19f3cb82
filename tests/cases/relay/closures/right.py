def make_adder(n): return lambda x: x+n
def counter():
    n=0
    def inc():
        nonlocal n
        n+=1
        return n
    return inc
def compose(f,g): return lambda x: f(g(x))
