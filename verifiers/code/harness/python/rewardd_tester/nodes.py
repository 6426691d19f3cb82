"""Linked lists and trees that a dataset's own `list_node` and `tree_node` make, by their values."""

from rewardd_tester.wall import ask


class Nodes:
    def __init__(self, kind, values):
        self.kind, self.values = kind, values

    def __eq__(self, other):
        other = nodes_of(other)
        return isinstance(other, Nodes) and (self.kind, self.values) == (other.kind, other.values)


def nodes_of(value):
    """The values of a node of the program's; anything else as it is."""
    from rewardd_tester.stand_ins import place_of

    place = place_of(value)
    return value if place is None or place.name else ask("nodes", place.number)


def list_node(values):
    return Nodes("ListNode", list(values)) if values else None


def tree_node(values):
    return Nodes("TreeNode", list(values)) if values else None


def same_nodes(left, right):
    left, right = nodes_of(left), nodes_of(right)
    plain = [part for part in (left, right) if part is None or isinstance(part, Nodes)]
    return len(plain) == 2 and left == right


GIVEN = {
    "list_node": list_node, "tree_node": tree_node, "is_same_list": same_nodes, "is_same_tree": same_nodes,
}  # fmt: skip
