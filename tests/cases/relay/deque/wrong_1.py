from collections import deque
def window(xs,k): return deque(xs)
