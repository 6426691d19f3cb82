class Account:
    def __init__(s, b): s.balance = b; s.history = []
    def deposit(s, x): s.balance += x; s.history.append(('d', x))
    def withdraw(s, x):
        if x > s.balance: raise ValueError
        s.balance -= x
