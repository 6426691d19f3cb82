from solution import Version
def test():
    assert Version("1.2") < Version("1.10")
    assert Version("1.2") >= Version("1.2")
    assert max(Version("1.0"), Version("2.0")) == Version("2.0")
    assert str(max([Version("1.0"), Version("2.0")])) == "2.0"
    assert not Version("1.2") > Version("1.10")
    assert sorted([Version("2.0"), Version("1.0")]) == [Version("1.0"), Version("2.0")]
    assert Version("1.0") != "1.0"
    assert not (Version("1.0") == "1.0")
