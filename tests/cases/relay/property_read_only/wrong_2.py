class Circle:
    def __init__(self, r): self._r = r; self.label = "x"
    @property
    def radius(self): return self._r
    @radius.setter
    def radius(self, v):
        self._r = v
    @property
    def diameter(self): return 2*self._r
