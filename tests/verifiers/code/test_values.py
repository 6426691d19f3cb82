"""Plain JSON values survive being written and read."""

from hypothesis import given
from hypothesis import strategies as st

from verifiers.code.values import MAX_INTEGER_DIGITS, Json, read_json, write_json

LONG = st.builds(lambda digits, start: 10**digits + start, st.integers(0, 9_000), st.integers())
VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.text() | st.floats(allow_nan=False) | st.integers() | LONG,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(value=VALUES)
def test_a_value_is_read_as_it_was_written(value: Json) -> None:
    written = write_json(value)
    assert written.isascii()
    assert read_json(written) == value
    assert write_json(read_json(written)) == written


def test_the_longest_integers_are_written() -> None:
    for value in (10 ** (MAX_INTEGER_DIGITS - 1), -(10 ** (MAX_INTEGER_DIGITS - 2)) - 1):
        assert read_json(write_json({"b": [True, value], "a": "é"})) == {"a": "é", "b": [True, value]}
