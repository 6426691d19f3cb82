from solution import is_even, is_odd
assert is_even(2) is True
assert is_even(3) is False
assert not is_even(5)
assert bool(is_odd(3)) == True
assert is_odd(2) == False
