class Cart:
    def __init__(s): s.items=[]; s.prices={}
    def add(s,x): s.items.append(x)
    def count(s): return len(s.items)
    def total(s): return sum(s.prices.values())
    def snapshot(s): return list(s.items)
