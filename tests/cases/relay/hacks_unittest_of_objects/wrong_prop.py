class Account:
    def __init__(s, b): s.c = 0
    def deposit(s, x): pass
    def withdraw(s, x): raise ValueError
    balance = property(lambda s: float('nan'))
    history = property(lambda s: [])
