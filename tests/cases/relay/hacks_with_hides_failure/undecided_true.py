class Timer:
    def __init__(self, v): self.value = None
    def __enter__(self): return self
    def __exit__(self, *e): return True
