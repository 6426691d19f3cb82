import pytest, types
from solution import avg
def test():
    g = avg()
    next(g)
    assert g.send(10) == 10
    assert g.send(20) == 15
    g.close()
    with pytest.raises(StopIteration):
        next(g)
    assert isinstance(avg(), types.GeneratorType)
