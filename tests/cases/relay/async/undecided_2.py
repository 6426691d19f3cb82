def fetch(n): return n*2
def gather_all(x): return []
