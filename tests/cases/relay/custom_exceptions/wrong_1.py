class InsufficientFunds(Exception):
    def __init__(self, needed):
        super().__init__(f"need {needed}")
        self.needed = needed
class Account:
    def __init__(self, b): self.b=b
    def withdraw(self, n):
        if n>self.b: raise InsufficientFunds(n-self.b)
        self.b-=n
