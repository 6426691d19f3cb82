def gen(n):
    return list(range(n))
