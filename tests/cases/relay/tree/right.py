class Node:
    def __init__(s,v): s.value=v; s.left=s.right=None
class BST:
    def __init__(s): s.root=None
    def insert(s,v):
        if not s.root: s.root=Node(v); return
        n=s.root
        while True:
            side='left' if v<n.value else 'right'
            if getattr(n,side) is None: setattr(n,side,Node(v)); return
            n=getattr(n,side)
    def __iter__(s):
        def w(n):
            if n: yield from w(n.left); yield n.value; yield from w(n.right)
        return w(s.root)
    def in_order(s): return list(s)
    def __contains__(s,v): return any(v==x for x in s)
