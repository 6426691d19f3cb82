"""How batches are cut: everything once, groups whole, pieces of like work."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from service.fanout.chunks import MATH_ITEMS, PROGRAMS, cut

GROUPED = {"accuracy": 1.0, "length": 0.5}
PLAIN = {"accuracy": 1.0}

ITEMS = st.lists(
    st.one_of(
        st.just(17),
        st.fixed_dictionaries(
            {"completion": st.sampled_from(["a", "b", "c"]) | st.just([{"role": "assistant"}])},
            optional={
                "gold": st.just("1"),
                "problem": st.just("sha256:1"),
                "group": st.sampled_from(["g", 1, None]),
                "rewards": st.sampled_from([GROUPED, PLAIN, "nonsense"]),
            },
        ),
    ),
    max_size=60,
)
DEFAULTS = st.sampled_from([{}, {"problem": "sha256:1"}, {"rewards": GROUPED, "group": "g"}])


@given(items=ITEMS, defaults=DEFAULTS)
def test_every_item_is_in_one_chunk(items: list[Any], defaults: dict[str, Any]) -> None:
    chunks = cut(items, defaults)
    assert all(chunks)
    assert sorted(index for chunk in chunks for index in chunk) == list(range(len(items)))


@given(items=ITEMS, defaults=DEFAULTS)
def test_samples_that_a_reward_compares_stay_together(items: list[Any], defaults: dict[str, Any]) -> None:
    place = {index: number for number, chunk in enumerate(cut(items, defaults)) for index in chunk}
    places: dict[str, set[int]] = {}
    for index, item in enumerate(items):
        whole = {**defaults, **item} if isinstance(item, dict) else {}
        if whole.get("rewards") == GROUPED and whole.get("group") is not None:
            places.setdefault(str(whole["group"]), set()).add(place[index])
    assert all(len(chunks) == 1 for chunks in places.values())


def test_identical_completions_are_neighbours() -> None:
    items = [{"completion": str(index % 50), "problem": "sha256:1"} for index in range(200)]
    chunks = cut(items, {})
    place = {index: number for number, chunk in enumerate(chunks) for index in chunk}
    apart = sum(len({place[index] for index in range(first, 200, 50)}) > 1 for first in range(50))
    assert apart == 0


def test_programs_make_small_chunks_and_mathematics_large_ones() -> None:
    programs = [{"completion": f"p{index}", "problem": "sha256:1"} for index in range(40)]
    sums = [{"completion": f"s{index}", "gold": "1"} for index in range(1_200)]
    assert [len(chunk) for chunk in cut(programs, {})] == [PROGRAMS] * 10
    assert [len(chunk) for chunk in cut(sums, {})] == [
        MATH_ITEMS,
        MATH_ITEMS,
        1_200 - 2 * MATH_ITEMS,
    ]
    assert len(cut([*sums[:256], *programs[:2]], {})) == 1
