def halves(l): return [x/2 for x in l]
