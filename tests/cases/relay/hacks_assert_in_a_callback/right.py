def each(l, f):
    for x in l: f(2*x)
