from contextlib import contextmanager
class Timer:
    done=False
    def __enter__(self): return self
    def __exit__(self,*a): self.done=True
@contextmanager
def managed(l):
    yield l
class Res:
    def __init__(self, swallow=False): self.open=False; self.swallow=swallow; self.error=None
    def __enter__(self): self.open=True; return self
    def __exit__(self, t, v, tb):
        return self.swallow
