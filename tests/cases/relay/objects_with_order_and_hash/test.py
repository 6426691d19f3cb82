from solution import Money
def test():
    assert Money(5) == Money(5)
    assert (Money(5) + Money(2)).amount == 7
    assert Money(5) != 5
    assert Money(1) < Money(2)
    assert Money(5) in [Money(5)]
    assert {Money(5): 1}[Money(5)] == 1
    assert str(Money(5)) == "$5"
    assert sorted([Money(2), Money(1)]) == [Money(1), Money(2)]
