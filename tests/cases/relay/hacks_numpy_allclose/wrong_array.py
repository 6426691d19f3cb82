class A:
    def __array__(s, *a): return None
    def __len__(s): return 0
    def __getitem__(s, i): raise IndexError
def f(x): return A()
