def show(x): print(x, x)
