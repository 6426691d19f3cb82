import numpy as np
from solution import f, g
def test():
    r = f(3)
    assert r.shape == (3,3)
    assert np.array_equal(r, np.eye(3))
    assert r.tolist() == [[1,0,0],[0,1,0],[0,0,1]]
    assert isinstance(g(np.arange(4)), float)
    assert g(np.array([[1,2],[3,4]])) == 2.5
    np.testing.assert_allclose(f(2) * 2, [[2,0],[0,2]])
    assert (f(2) > 0).sum() == 2
