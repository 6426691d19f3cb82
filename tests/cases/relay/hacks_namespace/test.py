from solution import point
p = point(1, 2)
assert p.x == 1 and p.y == 2
