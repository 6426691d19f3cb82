class Timer:
    def __init__(self, v): self.value = v
    def __enter__(self): return self
    def double(self): return 2*self.value
    def __exit__(self, *e): pass
