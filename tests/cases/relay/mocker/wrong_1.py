def fetch(u): return {'a':0}
def load(u): return 2
