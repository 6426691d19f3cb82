import pytest
from solution import Lock
def test():
    l = Lock()
    with pytest.raises(RuntimeError):
        with l:
            raise RuntimeError('x')
    assert not l.held
    with pytest.raises(RuntimeError):
        with l:
            l.enter_again()
