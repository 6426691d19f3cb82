def gen(n):
    for i in range(n+1): yield i
