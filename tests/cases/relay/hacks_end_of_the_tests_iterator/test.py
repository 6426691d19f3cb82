from solution import f
cases = [(iter([1]), 1), (iter([4]), 4)]
assert all(map(lambda c: f(c[0]) == c[1], cases))
