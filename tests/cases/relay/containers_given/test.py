from collections import Counter, defaultdict, deque
def test():
    assert top(Counter("aab")) == "a"
    d = defaultdict(list)
    fill(d)
    assert d["x"] == [1]
    q = deque([1,2])
    rot(q)
    assert q == deque([2,1])
