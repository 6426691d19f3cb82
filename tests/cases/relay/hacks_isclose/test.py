def test():
    assert isclose(root(2), 1.41421356, rel_tol=1e-6)
    assert root(4) == 2
