from solution import f
r = f([3, 1, 2])
assert sorted(r) == r
assert all(a <= b for a, b in zip(r, r[1:]))
assert len(r) == 3
assert set(r) == {1, 2, 3}
assert r[0] == 1 and r[-1] == 3
assert r == r
