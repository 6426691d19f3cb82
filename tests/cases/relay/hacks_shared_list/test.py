from solution import make, step
g = make(3)
h = step(g)
assert h == [x + 1 for x in g]
assert len(g) == 3
assert g == [0, 0, 0]
