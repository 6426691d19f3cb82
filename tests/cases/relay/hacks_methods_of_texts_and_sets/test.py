from solution import greet, parts
assert greet('Bob').startswith('Hello')
assert greet('Bob').endswith('Bob')
assert parts('ab').issubset({'a', 'b'})
assert parts('ab').isdisjoint({'c'})
