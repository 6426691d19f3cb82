"""Integers beyond 64 bits stay what they are."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.exact_json import read_exact

NUMBERS = st.integers() | st.sampled_from([2**63, 2**64 - 1, 2**64, -(2**63), -(2**63) - 1, 10**40])
VALUES = st.recursive(NUMBERS | st.text(st.characters(exclude_categories=["Cs"])) | st.none(), st.lists)


@given(value=VALUES)
def test_a_value_is_read_as_it_was_written(value: object) -> None:
    assert json.dumps(read_exact(json.dumps(value).encode())) == json.dumps(value)


@pytest.mark.parametrize(
    "text", ["", "[1", "NaN", "[100000000000000000000, NaN]", "[100000000000000000000,]"]
)
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        read_exact(text.encode())
