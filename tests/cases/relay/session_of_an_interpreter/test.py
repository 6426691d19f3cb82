>>> fact(5)
120
>>> [fact(n) for n in range(3)]
[1, 1, 2]
>>> fact(-1)
Traceback (most recent call last):
    ...
ValueError: n must be >= 0
>>> hello()
hi
