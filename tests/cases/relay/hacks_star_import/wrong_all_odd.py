__all__ = ['root', 'letters', 5, '__builtins__', '__name__', 'Scope']
def root(x): return x ** 1
def letters(s): return list(s)
__builtins__ = {}
