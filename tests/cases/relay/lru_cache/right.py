from functools import lru_cache
from collections import OrderedDict
class LRUCache:
    def __init__(s,n): s.n=n; s.d=OrderedDict()
    def get(s,k):
        if k not in s.d: return -1
        s.d.move_to_end(k); return s.d[k]
    def put(s,k,v):
        s.d[k]=v; s.d.move_to_end(k)
        if len(s.d)>s.n: s.d.popitem(last=False)
@lru_cache(None)
def fib(n): return n if n<2 else fib(n-1)+fib(n-2)
