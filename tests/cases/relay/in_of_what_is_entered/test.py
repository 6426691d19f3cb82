from solution import Cache
with Cache() as c:
    c.put('a')
    assert 'a' in c
    assert c.size == 1
