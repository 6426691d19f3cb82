from dataclasses import dataclass, field
@dataclass
class Item:
    name: str
    price: float
    tags: list = field(default_factory=list)
def cheapest(items): return min(items, key=lambda i: i.price)
