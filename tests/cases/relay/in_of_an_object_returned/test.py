from solution import build
t = build(['ab', 'cd'])
assert t.search('ab')
assert not t.search('x')
assert 'ab' in t
