from dataclasses import dataclass
from solution import order, cheapest
@dataclass(order=True)
class P:
    price: int
    name: str = ""
def test():
    a, b = P(3,"a"), P(1,"b")
    assert order([a,b]) == [b,a]
    assert cheapest([a,b]) is b
    assert cheapest([a,b]).name == "b"
