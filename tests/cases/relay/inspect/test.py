import inspect
from solution import f, C
def test():
    assert list(inspect.signature(f).parameters) == ["a","b"]
    assert inspect.isfunction(f)
    assert inspect.isgeneratorfunction(f) is False
    assert inspect.isclass(C)
    assert f.__defaults__ == (3,)
    assert f.__annotations__ == {"a": int}
