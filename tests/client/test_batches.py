"""How large batches are cut into requests."""

from rewardd_client.batches import CHUNK, parts_of


def test_no_group_is_cut_whether_its_items_or_the_defaults_name_it() -> None:
    items = [{"completion": "4"}] * (2 * CHUNK + 1)
    assert [len(part) for part in parts_of(items)] == [CHUNK, CHUNK, 1]
    assert [len(part) for part in parts_of(items, {"group": "p"})] == [len(items)]
    grouped = [{"completion": "4", "group": index // (CHUNK - 1)} for index in range(3 * CHUNK)]
    assert [len(part) for part in parts_of(grouped)] == [2 * (CHUNK - 1), CHUNK + 2]
    ungrouped = [{"completion": "4", "group": None}] * (CHUNK + 1)
    assert [len(part) for part in parts_of(ungrouped, {"group": "p"})] == [CHUNK, 1]
