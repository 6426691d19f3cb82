from solution import EventBus
def test():
    seen = []
    b = EventBus()
    b.on("x", seen.append)
    b.on("x", lambda v: seen.append(v*2))
    b.emit("x", 3)
    assert seen == [3,6]
    class H:
        def __init__(self): self.n = 0
        def __call__(self, v): self.n += v
    h = H()
    b.on("y", h); b.emit("y", 5)
    assert h.n == 5
