def f(x):
    l = []
    for _ in range(100000): l = [l]
    return l
