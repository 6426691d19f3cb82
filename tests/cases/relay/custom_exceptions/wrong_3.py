class InsufficientFunds(ValueError):
    needed = 10
class Account:
    def __init__(self, b): self.b=b
    def withdraw(self, n):
        self.b-=n
