import threading
from solution import Counter2
def test():
    c = Counter2()
    ts = [threading.Thread(target=lambda: [c.inc() for _ in range(20)]) for _ in range(4)]
    for t in ts: t.start()
    for t in ts: t.join()
    assert c.n == 80
