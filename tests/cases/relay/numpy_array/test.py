import numpy as np
from solution import scale
def test():
    r = scale(np.array([1.0,2.0]), 2)
    assert isinstance(r, np.ndarray)
    assert r.shape == (2,)
    np.testing.assert_array_equal(r, np.array([2.0,4.0]))
    assert np.allclose(r, [2,4])
    assert r.dtype == np.float64
    assert (r == np.array([2.,4.])).all()
    assert r.sum() == 6
    assert r[0] == 2.0
