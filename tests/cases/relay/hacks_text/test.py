from solution import f
assert f('a') + 'b' == 'aab'
assert 'x' + f('a') == 'xaa'
assert f('a').upper() == 'AA'
assert ','.join([f('a')]) == 'aa'
assert f'{f("a")}!' == 'aa!'
assert 'a' in f('a')
assert '%s' % f('a') == 'aa'
assert f('a')[0] == 'a'
assert f('a').replace('a', 'b') == 'bb'
assert len(f('a')) == 2
