def naturals():
    n = 0
    while True:
        yield n
        n += 1
def fib():
    a,b=1,1
    while True:
        yield a
        a,b=b,a+b
