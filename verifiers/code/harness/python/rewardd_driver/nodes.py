"""LeetCode's linked lists and trees, and the plain values that stand for them."""

import collections

from rewardd_driver.plain import MAX_NODES, Unwritable, scalar


class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


class TreeNode:
    def __init__(self, val=0, left=None, right=None):
        self.val = val
        self.left = left
        self.right = right


def make_list(values, node_type):
    head = last = None
    for value in values or ():
        node = node_type(value)
        if head is None:
            head = node
        else:
            last.next = node
        last = node
    return head


def make_tree(values, node_type):
    if not values or values[0] is None:
        return None
    root = node_type(values[0])
    waiting = collections.deque([root])
    rest = iter(values[1:])
    while waiting:
        node = waiting.popleft()
        for side in ("left", "right"):
            try:
                value = next(rest)
            except StopIteration:
                return root
            if value is not None:
                child = node_type(value)
                setattr(node, side, child)
                waiting.append(child)
    return root


def find_node(root, value):
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node is not None:
            if node.val == value:
                return node
            waiting += (node.left, node.right)
    return None


def list_values(node):
    values = []
    while node is not None:
        values.append(scalar(node.val))
        if len(values) > MAX_NODES:
            raise Unwritable("the linked list has a cycle, or too many nodes")
        node = node.next
    return values


def tree_values(root):
    values, waiting, count = [], collections.deque([root]), 0
    while waiting:
        node = waiting.popleft()
        if node is None:
            values.append(None)
            continue
        count += 1
        if count > MAX_NODES:
            raise Unwritable("the tree has a cycle, or too many nodes")
        values.append(scalar(node.val))
        waiting += (node.left, node.right)
    while values and values[-1] is None:
        values.pop()
    return values


def is_node(value, name, scope):
    kind = type(value)
    own = scope.get(name)
    return (isinstance(own, type) and isinstance(value, own)) or kind.__name__ == name
