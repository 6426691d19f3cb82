from solution import f
assert f([1, 2]) | {3} == {1, 2, 3}
assert f([1, 2]) & {1} == {1}
assert f([1, 2]) <= {1, 2, 3}
assert f([1, 2]) ^ {1, 2} == set()
assert {1, 2, 3} >= f([1, 2])
assert f([1]) - {1} == set()
