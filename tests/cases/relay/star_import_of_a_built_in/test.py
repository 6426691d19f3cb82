from solution import *
for i in [3]:
    assert pow(2, i) == 2 ** i
