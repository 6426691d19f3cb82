from solution import Vector
def test():
    a, b = Vector(1,2), Vector(3,4)
    assert a + b == Vector(4,6)
    assert b - a == Vector(2,2)
    assert a == Vector(1,2)
    assert a != b
    assert -a == Vector(-1,-2)
    assert abs(Vector(3,4)) == 5
    assert (a + b).x == 4
    assert a * 2 == Vector(2,4)
    assert 2 * a == Vector(2,4)
    assert repr(a) == "Vector(1, 2)"
    assert str(a) == "(1, 2)"
    assert a @ b == 11
    assert bool(Vector(0,0)) is False
    assert a[0] == 1
    assert len(a) == 2
    assert 2 in a
    assert list(a) == [1,2]
    a += b
    assert a == Vector(4,6)
    assert a < Vector(9,9)
    assert sorted([b, Vector(0,1)])[0] == Vector(0,1)
    assert hash(b) == hash(Vector(3,4))
    assert f"{a}" == "(4, 6)"
    assert f"{a:x}" == "x!"
    assert int(Vector(5,0)) == 5
    assert float(Vector(5,0)) == 5.0
    assert a // 2 == Vector(2,3)
    assert sum([b, b], Vector(0,0)) == Vector(6,8)
    assert round(Vector(1,2)) == 3
    assert ~b == Vector(4,3)
    assert b % 2 == Vector(1,0)
    assert b ** 2 == Vector(9,16)
    assert b(1) == 4
