def test():
    with pytest.raises(ValueError):
        f(-1)
    assert f(3) == pytest.approx(1.5)
