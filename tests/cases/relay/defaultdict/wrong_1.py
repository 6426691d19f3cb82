from collections import defaultdict
def group(ws):
    d = defaultdict(list)
    for w in ws: d[w[-1]].append(w)
    return d
