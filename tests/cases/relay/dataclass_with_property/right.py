from dataclasses import dataclass
@dataclass(frozen=True)
class Item:
    name: str
    n: int
    @property
    def total(self): return self.n*2
def make(a,b): return Item(a,b)
