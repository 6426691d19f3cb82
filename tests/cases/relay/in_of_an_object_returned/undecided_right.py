class T:
    def __init__(s, w): s.w = w
    def search(s, x): return x in s.w
    __contains__ = search
def build(w): return T(w)
