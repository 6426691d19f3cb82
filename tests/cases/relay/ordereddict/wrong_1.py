from collections import OrderedDict
def order(d): return OrderedDict(d.items())
