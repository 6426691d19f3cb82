import pytest
from solution import InsufficientFunds, Account
def test():
    a = Account(10)
    with pytest.raises(InsufficientFunds) as info:
        a.withdraw(20)
    assert info.value.needed == 10
    assert "need 10" in str(info.value)
    assert info.type is InsufficientFunds
    with pytest.raises(ValueError, match=r"need \d+"):
        a.withdraw(20)
    with pytest.raises(Exception):
        a.withdraw(20)
    try:
        a.withdraw(30)
    except InsufficientFunds as e:
        assert e.needed == 20
        assert e.args == ("need 20",)
    else:
        assert False
    with pytest.raises((TypeError, InsufficientFunds)):
        a.withdraw(50)
    assert issubclass(InsufficientFunds, ValueError)
    assert isinstance(info.value, ValueError)
