class A:
    def __getattr__(s, n): return lambda *a: True
def greet(n): return A()
parts = greet
