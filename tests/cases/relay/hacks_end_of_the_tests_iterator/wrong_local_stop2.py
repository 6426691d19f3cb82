def f(x):
    for i in range(9):
        x.__next__()
