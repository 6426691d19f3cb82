from collections import defaultdict
from solution import group
def test():
    g = group(["ab","ac","b"])
    assert g == {"a":["ab","ac"],"b":["b"]}
    assert g["a"] == ["ab","ac"]
    assert isinstance(g, defaultdict)
    assert g["q"] == []
    assert list(g.keys()) == ["a","b","q"]
