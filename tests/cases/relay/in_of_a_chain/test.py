from solution import Bag
b = Bag()
b.add(1).add(2)
assert 1 in b
assert 3 not in b
