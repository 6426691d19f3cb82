from dataclasses import asdict, is_dataclass, fields, replace, astuple
from solution import Item, cheapest
def test():
    items = [Item("a", 3.0), Item("b", 1.5, ["x"])]
    c = cheapest(items)
    assert c == Item("b", 1.5, ["x"])
    assert c.name == "b"
    assert asdict(c) == {"name":"b","price":1.5,"tags":["x"]}
    assert is_dataclass(c)
    assert [f.name for f in fields(Item)] == ["name","price","tags"]
    assert replace(c, name="z") == Item("z",1.5,["x"])
    assert isinstance(c, Item)
    assert repr(Item("q",1)) == "Item(name='q', price=1, tags=[])"
    assert c != Item("b", 1.6, ["x"])
    assert astuple(c) == ("b",1.5,["x"])
