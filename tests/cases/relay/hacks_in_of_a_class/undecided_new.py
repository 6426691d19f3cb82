kept = []
class Shelf:
    def __init__(self, b): self.b = list(b); kept.append(self)
    def put(self, x): self.b.append(x)
    def __contains__(self, x): return x in self.b
    def books(self): return kept[0]
class Titles:
    def __new__(cls, s): return kept[0]
titles = Titles
