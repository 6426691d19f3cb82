from solution import a,b,c,d,e,f,g,h
from decimal import Decimal
from fractions import Fraction
from datetime import datetime, date, timedelta, timezone
import uuid, pathlib
def test():
    assert a() == {1,2}
    assert b() == frozenset({1}) and isinstance(b(), frozenset)
    assert c() == (1,(2,3)) and isinstance(c(), tuple)
    assert d() == 1+2j
    assert e() == b"ab"
    assert f() == Decimal("1.10") and str(f()) == "1.10"
    assert g() == Fraction(1,3)
    assert h() == datetime(2020,1,2,3,4,tzinfo=timezone.utc)
