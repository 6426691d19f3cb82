import pytest
from solution import stats
def test():
    assert stats([1,2,4])["mean"] == pytest.approx(2.333, rel=1e-3)
    assert stats([1,2]) == pytest.approx({"mean":1.5,"n":2})
    assert [stats([1])["mean"]] == pytest.approx([1.0])
    assert pytest.approx(1.5) == stats([1,2])["mean"]
