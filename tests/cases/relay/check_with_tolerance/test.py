def check(candidate):
    assert abs(candidate(3.5) - 0.5) < 1e-6
    for i in range(5):
        assert candidate(i + 0.25) == 0.25
