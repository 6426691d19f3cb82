from collections import OrderedDict
from solution import order
def test():
    d = order({"b":1,"a":2})
    assert isinstance(d, OrderedDict)
    assert d == OrderedDict([("a",2),("b",1)])
    d.move_to_end("a")
    assert list(d) == ["b","a"]
    assert d.popitem(last=False) == ("b",1)
