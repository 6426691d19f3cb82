from solution import AttrDict
def test():
    d = AttrDict(a=1)
    assert d.a == 1
    d.b = 2
    assert d["b"] == 2
    assert d == {"a":1,"b":2}
    assert sorted(d.items()) == [("a",1),("b",2)]
    assert dict(d) == {"a":1,"b":2}
    assert isinstance(d, dict)
    assert "a" in d and "z" not in d
