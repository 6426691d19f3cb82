from solution import f
cases = [(1, 2), (2, 4)]
assert all(map(lambda c: f(c[0]) == c[1], cases))
assert list(map(f, [])) == []
