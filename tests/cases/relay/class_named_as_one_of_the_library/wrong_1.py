class Counter:
    def __init__(s): s.value = 0
    def increment(s): pass
    def __eq__(s, o): return s.value == o.value
