from solution import test_password
assert test_password('abc') is False
assert test_password('abc12345') is True
x = [test_password(p) for p in ['a']]
assert x == [False]
