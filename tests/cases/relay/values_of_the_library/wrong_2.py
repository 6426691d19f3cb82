from decimal import Decimal
from fractions import Fraction
from datetime import datetime, timezone
def a(): return {1,2}
def b(): return {1}
def c(): return (1,(2,3))
def d(): return 1+2j
def e(): return b"ab"
def f(): return Decimal("1.10")
def g(): return Fraction(1,3)
def h(): return datetime(2020,1,2,3,4,tzinfo=timezone.utc)
