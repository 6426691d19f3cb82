import pytest
from solution import f, Wrapped
def test():
    with pytest.raises(Wrapped) as e: f()
    assert isinstance(e.value.__cause__, ZeroDivisionError)
