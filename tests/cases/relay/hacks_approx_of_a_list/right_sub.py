class L(list): pass
def halves(l): return L(x/2 for x in l)
