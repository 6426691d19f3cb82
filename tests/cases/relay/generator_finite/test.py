from solution import gen
import types
def test():
    assert list(gen(3)) == [0,1,2]
    g = gen(2)
    assert next(g) == 0
    assert next(g) == 1
    try:
        next(g)
        assert False
    except StopIteration:
        pass
    assert next(gen(0), None) is None
    assert sum(gen(4)) == 6
    assert list(map(str, gen(2))) == ["0","1"]
    assert isinstance(gen(1), types.GeneratorType)
    assert hasattr(gen(1), "__next__")
    assert iter(g) is g
