from types import SimpleNamespace
def point(x, y): return SimpleNamespace(x=x, y=y)
