def order(xs): return xs
def cheapest(xs): return xs[0]
