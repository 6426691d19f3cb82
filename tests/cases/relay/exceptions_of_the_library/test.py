import pytest, json
from solution import f
def test():
    with pytest.raises(KeyError) as e: f("key")
    assert e.value.args == ("missing",)
    with pytest.raises(ZeroDivisionError): f("zero")
    with pytest.raises(UnicodeDecodeError): f("unicode")
    with pytest.raises(json.JSONDecodeError): f("json")
    with pytest.raises(StopIteration): f("stop")
    with pytest.raises(NotImplementedError): f("ni")
    with pytest.raises(FileNotFoundError): f("file")
    with pytest.raises(SystemExit) as e: f("exit")
    assert e.value.code == 3
    with pytest.raises(AssertionError): f("assert")
    with pytest.raises(RecursionError): f("rec")
