import hashlib

from hypothesis import given
from hypothesis import strategies as st

from verifiers.code.canonical import canonical_pieces, content_of
from verifiers.code.values import Json, write_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.text(), VALUES))
def test_the_pieces_are_the_canonical_form(data: dict[str, Json]) -> None:
    whole = write_json(data).encode()
    assert b"".join(canonical_pieces(data)) == whole
    content = content_of(data)
    assert (content.digest, content.size_bytes) == (hashlib.sha256(whole).hexdigest(), len(whole))


def test_no_piece_holds_two_tests() -> None:
    tests: list[Json] = [{"input": "x" * 1000, "output": "y" * 1000} for _ in range(100)]
    assert max(map(len, canonical_pieces({"kind": "stdio", "tests": tests}))) < 2100
