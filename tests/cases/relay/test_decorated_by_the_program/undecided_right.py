def repeat(n):
    def d(f):
        def g():
            for _ in range(n): f()
        return g
    return d
