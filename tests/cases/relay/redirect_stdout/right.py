def show(x):
    for i in x: print(i)
