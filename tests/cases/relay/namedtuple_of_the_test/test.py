from collections import namedtuple
P = namedtuple("P", "x y")
def test():
    assert norm(P(3,4)) == 5
    assert shift(P(1,2)) == (2,3)
