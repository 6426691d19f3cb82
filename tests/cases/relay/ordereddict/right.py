from collections import OrderedDict
def order(d): return OrderedDict(sorted(d.items()))
