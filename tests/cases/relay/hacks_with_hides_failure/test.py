from solution import Timer
def test():
    with Timer(5) as t:
        assert t.value == 5
    with Timer(6) as t:
        assert t.value < 7
        assert t.double() == 12
