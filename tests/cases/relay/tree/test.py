from solution import BST
def test():
    t = BST()
    for x in [5,3,8]: t.insert(x)
    assert t.root.value == 5
    assert t.root.left.value == 3
    assert t.root.left.left is None
    assert t.in_order() == [3,5,8]
    assert 3 in t and 9 not in t
    assert list(t) == [3,5,8]
    t.root.value = 6
    assert t.in_order() == [3,6,8]
