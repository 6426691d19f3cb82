from enum import IntEnum
class Level(IntEnum):
    LOW = 1
    HIGH = 3
def level(n): return Level.LOW
