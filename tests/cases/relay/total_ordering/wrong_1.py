from functools import total_ordering
@total_ordering
class Version:
    def __init__(s,t): s.t=t
    def __eq__(s,o): return isinstance(o,Version) and s.t==o.t
    def __lt__(s,o): return s.t<o.t
    def __str__(s): return s.t
