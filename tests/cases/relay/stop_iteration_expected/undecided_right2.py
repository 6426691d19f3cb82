def first(it):
    for x in it: return x
    raise StopIteration
