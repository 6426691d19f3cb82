class InsufficientFunds(ValueError): pass
class Account:
    def __init__(self, b): self.b=b
    def withdraw(self, n):
        if n>self.b: raise ValueError("need 10")
        self.b-=n
