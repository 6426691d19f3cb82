from types import SimpleNamespace
def point(x, y): return SimpleNamespace(x=1, y=SimpleNamespace())
