from solution import Cfg
c = Cfg()
c['a'] = 1
assert 'a' in c and 'b' not in c
del c['a']
assert 'a' not in c
