from solution import Point, mid
def test():
    p = mid(Point(0,0), Point(2,4))
    assert p == (1, 2)
    assert p.x == 1 and p.y == 2
    assert p._asdict() == {"x":1,"y":2}
    assert p._replace(x=5) == (5,2)
    x, y = p
    assert isinstance(p, tuple)
    assert isinstance(p, Point)
    assert p[0] == 1 and len(p) == 2
    assert Point._fields == ("x","y")
    assert p == Point(1,2)
