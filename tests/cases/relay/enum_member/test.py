from solution import Color, parse
def test_parse():
    assert parse("red") == Color.RED
    assert parse("red") is Color.RED
    assert Color.RED.value == 1
    assert Color.RED.name == "RED"
    assert parse("green").name == "GREEN"
    assert Color["GREEN"] == Color.GREEN
    assert Color(2) == Color.GREEN
    assert len(Color) == 2
    assert [c.name for c in Color] == ["RED", "GREEN"]
