def norm(p): return (p.x**2+p.y**2)**.5
def shift(p): return p._replace(x=p.x+1,y=p.y+1)
