import pytest
from solution import halves
def test():
    assert halves([1, 3]) == pytest.approx([0.5, 1.5])
    assert halves([4]) == pytest.approx([2.0])
