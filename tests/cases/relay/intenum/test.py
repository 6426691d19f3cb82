from solution import Level, level
def test():
    assert level(3) == Level.HIGH
    assert level(3) == 3
    assert level(1) < level(3)
    assert isinstance(level(3), Level)
    assert level(3).name == "HIGH"
