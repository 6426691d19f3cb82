def each(l, f):
    for x in l:
        try: f(9)
        except BaseException: pass
