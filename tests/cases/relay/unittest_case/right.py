class Stack:
    def __init__(self): self.items=[]
    def push(self,x): self.items.append(x)
    def pop(self):
        if not self.items: raise IndexError("empty stack")
        return self.items.pop()
    def is_empty(self): return not self.items
    def __len__(self): return len(self.items)
    def peek_none(self): return None
def div(a,b): return a/b
