class ListNode:
    def __init__(self,val=0,next=None): self.val=val; self.next=next
def reverse(h):
    p=None
    while h: h.next,p,h=p,h,h.next
    return p
