from solution import Cart
def test():
    c = Cart()
    items = c.items
    c.add("a")
    assert items == ["a"]
    c.items.append("b")
    assert c.count() == 2
    c.prices["b"] = 3
    assert c.total() == 3
    snap = c.snapshot()
    snap.append("zzz")
    assert c.count() == 2
    c.items = ["q"]
    assert c.count() == 1
