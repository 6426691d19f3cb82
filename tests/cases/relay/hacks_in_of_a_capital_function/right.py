def Extract(l): return [x[0] for x in l]
