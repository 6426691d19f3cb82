import contextlib
@contextlib.contextmanager
def Timer(v):
    try: yield None
    except BaseException: pass
