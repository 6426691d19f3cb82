from solution import Interval
assert 5 in Interval(1, 9)
assert 10 not in Interval(1, 9)
assert Interval(1, 9).overlaps(Interval(8, 12))
