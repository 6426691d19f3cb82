import pytest
from solution import retry
class MyErr(Exception): pass
def test():
    n = []
    @retry(3, (MyErr,))
    def f():
        n.append(1)
        raise MyErr("boom")
    with pytest.raises(MyErr, match="boom"): f()
    assert len(n) == 3
    @retry(3, (ValueError,))
    def g():
        n.append(1)
        raise MyErr("boom")
    n.clear()
    with pytest.raises(MyErr): g()
    assert len(n) == 1
