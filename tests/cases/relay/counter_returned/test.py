from collections import Counter
from solution import count
def test():
    c = count("abca")
    assert c == Counter("abca")
    assert c["a"] == 2
    assert c["zzz"] == 0
    assert c.most_common(1) == [("a",2)]
    assert isinstance(c, Counter)
    assert isinstance(c, dict)
    assert sorted(c.elements()) == list("aabc")
    assert c + Counter("a") == Counter("aabca")
