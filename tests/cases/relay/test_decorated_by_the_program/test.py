from solution import repeat
n = []
@repeat(2)
def test_it():
    n.append(1)
    assert len(n) < 3
def test_other():
    assert repeat is not None
