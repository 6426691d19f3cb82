from solution import Chan
assert all(map(lambda i: Chan().pull(i) == 2 * i, [1, 2]))
