def top(c): return c.most_common(1)[0][0]
def fill(d): d['x'].append(1)
def rot(q): q.rotate(1)
