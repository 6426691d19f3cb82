import pytest
from solution import Timer, managed, Res
def test():
    with Timer() as t:
        pass
    assert t.done
    with managed([]) as m:
        m.append(1)
        assert m == [1]
    r = Res()
    with pytest.raises(ValueError):
        with r:
            assert r.open
            raise ValueError("x")
    assert not r.open
    assert r.error == "ValueError"
    with Res(swallow=True):
        raise KeyError("k")
