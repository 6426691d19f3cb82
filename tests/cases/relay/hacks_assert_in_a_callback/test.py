from solution import each
seen = []
def check(x):
    assert x == 2 * len(seen)
    seen.append(x)
each([0, 1, 2], check)
