class Circle:
    def __init__(self, r): self._r = r; self.label = "x"
    @property
    def radius(self): return self._r
    @radius.setter
    def radius(self, v):
        if v < 0: raise ValueError("must be positive")
        self._r = v
    @property
    def diameter(self): return 2*self._r
