class Cache:
    def __init__(s): s.d = []
    def __enter__(s): return s
    def __exit__(s, *e): return None
    def put(s, x): s.d.append(x)
    def __contains__(s, x): return x in s.d
    @property
    def size(s): return len(s.d)
