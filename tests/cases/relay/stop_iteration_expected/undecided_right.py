def first(it): return next(it)
