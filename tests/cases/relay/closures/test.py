from solution import make_adder, counter, compose
def test():
    add = make_adder(3)
    assert add(4) == 7
    assert callable(add)
    c = counter()
    assert [c(), c(), c()] == [1,2,3]
    assert compose(lambda x: x+1, lambda x: x*2)(5) == 11
    assert list(map(make_adder(1), [1,2])) == [2,3]
    assert make_adder.__name__ == "make_adder"
    assert not callable(5)
