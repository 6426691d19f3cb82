from abc import ABC, abstractmethod
class Shape(ABC):
    @abstractmethod
    def area(self): ...
class Circle:
    def __init__(self,r): self.r=r
    def area(self): return 3*self.r
class Square:
    sides=4
    def __init__(self,side): self.side=side
    def area(self): return self.side**2
    @classmethod
    def unit(cls): return cls(1)
    @staticmethod
    def double(x): return 2*x
def total(shapes): return sum(s.area() for s in shapes)
