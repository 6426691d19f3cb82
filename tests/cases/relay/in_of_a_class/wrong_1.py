class M(type):
    def __contains__(c, n): return n in c.d
class Registry(metaclass=M):
    d = {}
    @classmethod
    def register(c, f): return f
import enum
class Color(enum.Enum):
    RED = 1
