import pytest
from solution import f
def test():
    with pytest.raises(ValueError, match='bad'):
        f(-1)
    with pytest.raises(TypeError):
        f('x')
    assert f(4) == 2
