def Extract(l): return [0, 0]
