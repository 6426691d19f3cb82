class Shelf:
    def __init__(self, b): self.b = list(b)
    def put(self, x): self.b.append(x)
    def __contains__(self, x): return x in self.b
    def books(self): return sorted(self.b)
class Names(set): pass
def titles(s): return Names(s.b)
