"""Values as plain JSON, for tests whose expected values are JSON."""

import json

from rewardd_driver.nodes import is_node, list_values, tree_values
from rewardd_driver.plain import Unwritable, items_of, scalar

MAX_DEPTH = 400


def write(value, type_name, scope, depth=MAX_DEPTH):
    """A value as JSON. The type's name tells an absent list or tree from other Nones."""
    if depth == 0:
        raise Unwritable("the value is nested too deeply")
    if value is None and "Node" in type_name and "[" not in type_name and "<" not in type_name:
        return []
    if is_node(value, "ListNode", scope):
        return list_values(value)
    if is_node(value, "TreeNode", scope):
        return tree_values(value)
    if isinstance(value, dict):
        return {key_text(key): write(item, "", scope, depth - 1) for key, item in dict.items(value)}
    items = items_of(value)
    if items is None:
        return scalar(value)
    inner = element_type(type_name)
    return [write(item, inner, scope, depth - 1) for item in items]


def element_type(type_name):
    if type_name.endswith("[]"):
        return type_name[:-2]
    if type_name.startswith(("list<", "List[", "list[")):
        return type_name[5:-1]
    return ""


def key_text(key):
    key = scalar(key)
    return key if type(key) is str else json.dumps(key)
