import pytest
from solution import *
def test():
    assert f(3) == pytest.approx(1.5)
    with pytest.raises(ValueError):
        f(-1)
