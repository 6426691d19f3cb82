def top(c): return 'a'
def fill(d): pass
def rot(q): q.rotate(1)
