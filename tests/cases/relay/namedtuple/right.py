from collections import namedtuple
Point = namedtuple("Point", "x y")
def mid(a,b): return Point((a.x+b.x)//2,(a.y+b.y)//2)
