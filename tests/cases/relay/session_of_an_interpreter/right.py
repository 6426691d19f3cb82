def fact(n):
    if n<0: raise ValueError('n must be >= 0')
    return 1 if n<2 else n*fact(n-1)
def hello(): print('hi')
