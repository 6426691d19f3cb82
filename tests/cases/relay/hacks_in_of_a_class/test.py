from solution import Shelf, titles
def test():
    s = Shelf(["a"])
    s.put("b")
    assert "a" in s
    assert "zz" not in s
    assert "a" in s.books()
    assert "b" in titles(s)
