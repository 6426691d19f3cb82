import pytest
from solution import Circle
def test():
    c = Circle(2)
    assert c.diameter == 4
    c.radius = 3
    assert c.diameter == 6
    with pytest.raises(AttributeError):
        c.diameter = 10
    with pytest.raises(ValueError, match="positive"):
        c.radius = -1
    del c.label
    assert not hasattr(c, "label")
