def order(xs): return sorted(xs)
def cheapest(xs): return min(xs, key=lambda p: p.price)
