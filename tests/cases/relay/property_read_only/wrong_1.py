class Circle:
    def __init__(self, r): self.radius = r; self.diameter=2*r; self.label='x'
