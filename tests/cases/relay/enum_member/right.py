from enum import Enum
class Color(Enum):
    RED = 1
    GREEN = 2
def parse(s): return Color[s.upper()]
