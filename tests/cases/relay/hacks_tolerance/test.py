import math, pytest
import numpy as np
from solution import f
assert math.isclose(f(2), 1.5)
assert abs(f(2) - 1.5) < 1e-6
assert -1e-6 < f(2) - 1.5 < 1e-6
assert round(f(2), 2) == 1.5
assert f(2) == pytest.approx(1.5)
np.testing.assert_allclose(f(2), 1.5)
assert np.isclose(f(2), 1.5)
assert 1 < f(2) < 2
