import itertools
from solution import naturals, fib
def test():
    g = naturals()
    assert next(g) == 0
    assert next(g) == 1
    assert list(itertools.islice(fib(), 6)) == [0,1,1,2,3,5]
    out = []
    for x in fib():
        if x > 10: break
        out.append(x)
    assert out == [0,1,1,2,3,5,8]
    it = zip(naturals(), "ab")
    assert list(it) == [(0,"a"),(1,"b")]
