class Bag:
    def __init__(self): self.x=[]
    def add(self, i):
        self.x.append(i); return self
    def __contains__(self, i): return i in self.x
    def __iter__(self): return iter(self.x)
