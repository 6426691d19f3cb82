from functools import lru_cache
class LRUCache:
    def __init__(s,n): s.d={}
    def get(s,k): return s.d.get(k,-1)
    def put(s,k,v): s.d[k]=v
@lru_cache(None)
def fib(n): return n if n<2 else fib(n-1)+fib(n-2)
