from collections import defaultdict
def group(ws):
    d = defaultdict(list)
    for w in ws: d[w[0]].append(w)
    return d
