from functools import total_ordering
@total_ordering
class Version:
    def __init__(s,t): s.t=t; s.k=tuple(map(int,t.split('.')))
    def __eq__(s,o): return isinstance(o,Version) and s.k==o.k
    def __lt__(s,o): return s.k<o.k
    def __str__(s): return s.t
