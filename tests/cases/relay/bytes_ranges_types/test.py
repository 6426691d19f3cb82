from solution import a,b,c,d
def test():
    assert isinstance(a(), bytearray) and a() == bytearray(b"x")
    assert b() == range(3)
    assert isinstance(b(), range)
    assert list(c()) == [0,1]
    assert c is not None and d() is int
