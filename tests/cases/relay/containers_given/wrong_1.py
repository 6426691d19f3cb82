def top(c): return 'b'
def fill(d): d['x'].append(1)
def rot(q): q.rotate(1)
