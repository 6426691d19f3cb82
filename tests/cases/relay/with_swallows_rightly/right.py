class Quiet:
    def __init__(self, *k): self.k = k
    def __enter__(self): return self
    def __exit__(self, t, e, b): return t is not None and issubclass(t, self.k)
