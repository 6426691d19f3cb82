def f(x):
    if x < 0: raise ValueError
    return x / 2
