def test():
    assert 3 in Extract([[1, 2], [3, 4]])
    assert len(Extract([[1, 2], [3, 4]])) == 2
