from solution import f
r = f('ab')
assert dict(r) == {'a': 1, 'b': 2}
assert list(r.keys()) == ['a', 'b']
assert max(r.values()) == 2
assert min(r, key=r.get) == 'a'
assert {**r} == {'a': 1, 'b': 2}
assert sum(r.values()) == 3
assert sorted(r.items(), key=lambda p: -p[1])[0] == ('b', 2)
