from solution import LRUCache, fib
def test():
    c = LRUCache(2)
    c.put(1,1); c.put(2,2)
    assert c.get(1) == 1
    c.put(3,3)
    assert c.get(2) == -1
    fib.cache_clear()
    assert fib(10) == 55
    assert fib.cache_info().misses == 11
