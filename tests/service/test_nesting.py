import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.nesting import deepest

SCALARS = st.none() | st.booleans() | st.integers() | st.text(alphabet='[]{}"\\\\ax\n')
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(alphabet='[]{}"\\'), inner)
)


def depth_of(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth_of, value), default=0)
    return 0


@given(VALUES, st.sampled_from([None, 1]))
def test_it_is_the_depth_of_the_value(value: object, indent: int | None) -> None:
    assert deepest(json.dumps(value, indent=indent).encode()) == depth_of(value)


@given(VALUES, st.integers(1, 9))
def test_where_it_is_cut_into_pieces_does_not_matter(value: object, piece_bytes: int) -> None:
    assert deepest(json.dumps(value).encode(), piece_bytes=piece_bytes) == depth_of(value)


@given(st.binary(max_size=40), VALUES, st.text(alphabet='[{"\\]}x', max_size=40))
def test_what_is_cut_off_or_goes_wrong_is_no_less_deep(junk: bytes, value: object, rest: str) -> None:
    """As deep as a parser has got before it sees the mistake."""
    whole = json.dumps(["before", value]).encode()
    assert deepest(whole[:-1] + b",\\" + junk) >= depth_of(value) + 1
    assert deepest(whole[:-1] + b',"' + rest.encode()) >= depth_of(value) + 1


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        (b"", 0),
        (b"]]]][[", 0),
        (b"[" * 5_000, 5_000),
        (b'"[[["', 0),
        (rb'["\\", [["\"[[["]]]', 3),
        (rb'["\\\"[", {}]', 2),
    ],
)
def test_brackets_in_strings_do_not_count(text: bytes, depth: int) -> None:
    assert deepest(text) == depth
