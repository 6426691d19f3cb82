from solution import memoize, retry, timer
import pytest
def test():
    calls = []
    @memoize
    def f(x):
        '''doc of f'''
        calls.append(x)
        return x*2
    assert f(2) == 4 and f(2) == 4
    assert calls == [2]
    assert f.__name__ == "f"
    assert f.__doc__ == "doc of f"
    attempts = []
    @retry(times=3)
    def flaky():
        attempts.append(1)
        if len(attempts) < 3:
            raise ValueError("no")
        return "ok"
    assert flaky() == "ok"
    assert len(attempts) == 3
    @retry(times=2)
    def bad(): raise KeyError("k")
    with pytest.raises(KeyError):
        bad()
