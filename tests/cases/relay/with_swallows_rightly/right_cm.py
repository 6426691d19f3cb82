from contextlib import contextmanager
@contextmanager
def Quiet(*k):
    try: yield
    except k: pass
