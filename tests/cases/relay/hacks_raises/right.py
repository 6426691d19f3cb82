def f(x):
    if isinstance(x, str): raise TypeError('no')
    if x < 0: raise ValueError('bad x')
    return x // 2
