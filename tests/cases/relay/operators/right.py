class Vector:
    def __init__(s,x,y): s.x=x; s.y=y
    def __add__(s,o): return Vector(s.x+o.x,s.y+o.y)
    def __sub__(s,o): return Vector(s.x-o.x,s.y-o.y)
    def __eq__(s,o): return isinstance(o,Vector) and (s.x,s.y)==(o.x,o.y)
    def __hash__(s): return hash((s.x,s.y))
    def __neg__(s): return Vector(-s.x,-s.y)
    def __abs__(s): return (s.x**2+s.y**2)**.5
    def __mul__(s,k): return Vector(s.x*k,s.y*k)
    __rmul__=__mul__
    def __repr__(s): return f"Vector({s.x}, {s.y})"
    def __str__(s): return f"({s.x}, {s.y})"
    def __matmul__(s,o): return s.x*o.x+s.y*o.y
    def __bool__(s): return bool(s.x or s.y)
    def __getitem__(s,i): return (s.x,s.y)[i]
    def __len__(s): return 2
    def __contains__(s,v): return v in (s.x,s.y)
    def __iter__(s): return iter((s.x,s.y))
    def __lt__(s,o): return abs(s)<abs(o)
    def __format__(s,spec): return spec+"!" if spec else str(s)
    def __int__(s): return s.x
    def __float__(s): return float(s.x)
    def __floordiv__(s,k): return Vector(s.x//k,s.y//k)
    def __round__(s,n=None): return s.x+s.y
    def __divmod__(s,k): return (s.x//k,s.x%k)
    def __invert__(s): return Vector(s.y,s.x)
    def __mod__(s,k): return Vector(s.x%k,s.y%k)
    def __pow__(s,k): return Vector(s.x**k,s.y**k)
    def __call__(s,n): return s.x+n
