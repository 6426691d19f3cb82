import math
from collections import Counter
from solution import *
assert abs(root(2) - 1.4142135) < 1e-5
assert round(root(9), 3) == 3
assert math.isclose(root(4), 2)
assert Counter(letters('aab')) == Counter('aab')
assert sorted(letters('ba')) == ['a', 'b']
assert all([root(16) == 4.0])
