from typing import Protocol, runtime_checkable
from abc import ABC
@runtime_checkable
class Sized2(Protocol):
    def size(self): ...
class Base(ABC): pass
@Base.register
class Box:
    def size(self): return 1
