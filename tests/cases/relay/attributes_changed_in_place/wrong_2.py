class Cart:
    def __init__(s): s._i=[]; s.prices={}
    @property
    def items(s): return list(s._i)
    def add(s,x): s._i.append(x)
    def count(s): return len(s._i)
    def total(s): return sum(s.prices.values())
    def snapshot(s): return list(s._i)
