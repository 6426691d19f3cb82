from solution import Cycle
def test():
    c = Cycle([1,2])
    assert iter(c) is iter(c) or True
    out = []
    for x in c:
        out.append(x)
        if len(out) == 5: break
    assert out == [1,2,1,2,1]
