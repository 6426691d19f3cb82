from solution import ListNode, reverse
def build(xs):
    head = None
    for x in reversed(xs): head = ListNode(x, head)
    return head
def to_list(h):
    out = []
    while h:
        out.append(h.val); h = h.next
    return out
def test():
    assert to_list(reverse(build([1,2,3]))) == [3,2,1]
    assert reverse(None) is None
