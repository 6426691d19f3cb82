class Cfg:
    def __init__(s): s.d = {}
    def __setitem__(s, k, v): s.d[k] = v
    def __delitem__(s, k): pass
    def __contains__(s, k): return k in s.d
