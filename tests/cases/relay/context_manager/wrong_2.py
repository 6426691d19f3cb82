from contextlib import contextmanager
class Timer:
    done=False
    def __enter__(self): return self
    def __exit__(self,*a): return True
@contextmanager
def managed(l):
    yield l
class Res:
    def __init__(self, swallow=False): self.open=True
    def __enter__(self): return self
    def __exit__(self, t, v, tb): return True
