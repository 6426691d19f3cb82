from functools import total_ordering
@total_ordering
class Money:
    def __init__(s,a): s.amount=a
    def __eq__(s,o): return isinstance(o,Money) and s.amount==o.amount
    def __lt__(s,o): return s.amount<o.amount
    def __add__(s,o): return Money(s.amount+o.amount)
    def __hash__(s): return hash(s.amount)
    def __str__(s): return f"${s.amount}"
