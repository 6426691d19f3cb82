from collections import deque
from solution import window
def test():
    d = window([1,2,3,4], 2)
    assert d == deque([3,4])
    assert d.maxlen == 2
    d.append(5)
    assert list(d) == [4,5]
    assert isinstance(d, deque)
    assert d.popleft() == 4
