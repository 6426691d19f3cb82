import pytest
from abc import ABC
from solution import Shape, Circle, Square, total
def test():
    assert isinstance(Circle(1), Shape)
    assert issubclass(Circle, Shape)
    assert not isinstance(Circle(1), Square)
    with pytest.raises(TypeError):
        Shape()
    assert Square(2).area() == 4
    assert total([Square(2), Square(3)]) == 13
    assert type(Square(1)) is Square
    assert type(Square(1)).__name__ == "Square"
    assert Square(1).__class__.__name__ == "Square"
    assert Square.sides == 4
    assert Square.unit().side == 1
    assert Square.double(4) == 8
    assert hasattr(Square, "area")
    assert not hasattr(Square, "nothing")
    assert issubclass(Shape, ABC)
    assert callable(Square)
