def each(l, f):
    for x in l: f(9)
