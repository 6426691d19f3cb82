from solution import Item, make
def test():
    assert make("x", 2) == Item("x", 2)
    assert make("x", 2).name == "x"
    assert make("x", 2).total == 4
