from fractions import Fraction
from decimal import Decimal
import datetime, math
from solution import f
assert f(1) == 3
assert not f(1) != 3
assert 3 == f(1)
assert [f(1)] == [3]
assert (f(1), 1) == (3, 1)
assert {'a': f(1)} == {'a': 3}
assert {f(1)} == {3}
assert f(1) in (3, 4)
assert [3, 4].index(f(1)) == 0
assert [3].count(f(1)) == 1
