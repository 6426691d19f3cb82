"""Large batches travel in parts, several at once."""

from collections.abc import Mapping, Sequence

from rewardd_client.exchange import Item
from rewardd_client.results import Batch

CHUNK = 1024
"""Items per request; a few more where that would cut a group."""


def parts_of(items: Sequence[Item], defaults: Item | None = None) -> list[Sequence[Item]]:
    """Parts of about `CHUNK` items, cut only between groups, whose items stand together.

    Raises:
        TypeError: these are no items.
    """
    if isinstance(items, Mapping | str) or not all(isinstance(one, Mapping) for one in items):
        raise TypeError("items must be a list of mappings, each with the fields of POST /v1/verify")
    usual = (defaults or {}).get("group")
    parts = []
    start = 0
    for end in range(1, len(items) + 1):
        group = items[end - 1].get("group", usual)
        goes_on = end < len(items) and group is not None and items[end].get("group", usual) == group
        if end == len(items) or (end - start >= CHUNK and not goes_on):
            parts.append(items[start:end])
            start = end
    return parts


def joined(parts: Sequence[Batch]) -> Batch:
    """The answers to the parts, as one."""
    groups = {name: group for part in parts for name, group in part.groups.items()}
    return Batch(results=[result for part in parts for result in part.results], groups=groups)
