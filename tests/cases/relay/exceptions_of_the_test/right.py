def retry(times, kinds):
    def d(f):
        def w(*a):
            for i in range(times):
                try: return f(*a)
                except kinds:
                    if i==times-1: raise
        return w
    return d
