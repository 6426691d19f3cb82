import dataclasses, pytest
from solution import P
def test():
    p = P(1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        p.x = 2
    with pytest.raises(AttributeError):
        p.x = 3
    assert p.x == 1
    assert hash(P(1)) == hash(P(1))
    assert len({P(1), P(1), P(2)}) == 2
