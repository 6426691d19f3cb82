import functools
def memoize(f):
    cache={}
    @functools.wraps(f)
    def w(*a):
        if a not in cache: cache[a]=f(*a)
        return cache[a]
    return w
def retry(times):
    def deco(f):
        @functools.wraps(f)
        def w(*a,**k):
            for i in range(times):
                try: return f(*a,**k)
                except Exception:
                    if i==times-1: raise
        return w
    return deco
def timer(f): return f
