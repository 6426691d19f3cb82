import contextlib
def Timer(v): return contextlib.suppress(BaseException)
