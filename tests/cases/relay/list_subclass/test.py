from solution import Stack
def test():
    s = Stack([1,2])
    s.push(3)
    assert s == [1,2,3]
    assert len(s) == 3 and s[-1] == 3
    assert isinstance(s, list)
    assert s.peek() == 3
    assert s.pop() == 3
    assert [1,2] == s
    assert sorted(s) == [1,2]
    assert list(s) == [1,2]
    assert s + [9] == [1,2,9]
