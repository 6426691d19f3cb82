class Interval:
    def __init__(s, a, b): s.a, s.b = a, b
    def __contains__(s, x): return s.a <= x
    def overlaps(s, o): return s.a <= o.b and o.a <= s.b
