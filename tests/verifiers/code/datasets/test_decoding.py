"""What is packed into rows: read when it is plain data, refused within bounds when it is not."""

import base64
import json
import os
import pickle
import resource
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifiers.code.datasets import decoding, problem_from_row
from verifiers.code.datasets.decoding import inflate, read_literal, read_packed, read_pickle
from verifiers.errors import InvalidProblem

_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@pytest.fixture
def little_memory() -> Iterator[None]:
    """Lets an allocation of gigabytes fail instead of filling the machine."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + 1024**3, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


def _pack(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data)).decode()


@given(value=_PLAIN, protocol=st.integers(0, pickle.HIGHEST_PROTOCOL))
def test_plain_values_survive_a_pickle_of_any_protocol(value: object, protocol: int) -> None:
    assert read_pickle(pickle.dumps(value, protocol), "row.tests") == value


@given(value=st.lists(_PLAIN, min_size=1))
def test_a_pickled_json_text_is_read_as_its_value(value: list[object]) -> None:
    assert read_packed(_pack(pickle.dumps(json.dumps(value))), "row.tests") == value


def test_packed_json_without_a_pickle_is_read() -> None:
    assert read_packed(_pack(b'[{"input": "1"}]'), "row.tests") == [{"input": "1"}]


def test_tuples_become_lists() -> None:
    assert read_pickle(pickle.dumps((1, ("a", None))), "row.tests") == [1, ["a", None]]


class _Command:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch {self._path}",)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_that_runs_a_command_is_refused_and_runs_nothing(protocol: int, tmp_path: Path) -> None:
    bomb = pickle.dumps([_Command(tmp_path / "ran")], protocol)
    row = {"public_test_cases": "[]", "private_test_cases": _pack(bomb)}
    with pytest.raises(InvalidProblem) as caught:
        problem_from_row("livecodebench", row)
    assert caught.value.field == "problem.dataset.row.private_test_cases"
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("why", "data"),
    [
        ("a set needs no class but is no JSON", pickle.dumps({1, 2})),
        ("a complex number is made by a class", pickle.dumps(1j)),
        ("a dictionary with keys that are no texts", pickle.dumps({1: 2})),
        ("a class by name", b"cbuiltins\neval\n."),
        ("an object built without calling its class", b"(ibuiltins\nobject\n."),
        ("a persistent id", b"Pabc\n."),
        ("an extension code", b"\x82\x01."),
        ("nothing at all", b""),
        ("no end", b"]"),
        ("an empty stack", b"."),
        ("a mark that is missing", b"e."),
        ("a text longer than the pickle", b"X\xff\xff\xff\x7fabc."),
        ("a frame longer than the pickle", b"\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\x7f]."),
        ("a memo slot that was never filled", b"h\x05."),
        ("a memo index that would allocate gigabytes", b"]r\xff\xff\xff\x7f."),
        ("an index for the memo that is negative", b"]p-1\n."),
        (
            "an integer of a million digits",
            b"\x8b" + (500_000).to_bytes(4, "little") + b"\x7f" * 500_000 + b".",
        ),
        ("an integer as a long text", b"I" + b"9" * 1_000_000 + b"\n."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.usefixtures("little_memory")
def test_a_hostile_pickle_is_refused(why: str, data: bytes) -> None:
    with pytest.raises(InvalidProblem) as caught:
        read_pickle(data, "row.tests")
    assert caught.value.field == "row.tests"


def test_a_small_pickle_that_unfolds_to_billions_of_values_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(decoding, "MAX_VALUES", 100_000)  # the millions that may be take seconds
    value: list[object] = ["x"]
    for _ in range(40):
        value = [value, value]
    with pytest.raises(InvalidProblem, match="too many"):
        read_pickle(pickle.dumps(value), "row.tests")


def test_a_text_repeated_by_reference_counts_each_time() -> None:
    text = "x" * 1_000_000
    with pytest.raises(InvalidProblem, match="too many"):
        read_pickle(pickle.dumps([text] * 1_000), "row.tests")


def test_a_list_that_holds_itself_is_refused() -> None:
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(InvalidProblem, match="nested"):
        read_pickle(pickle.dumps(loop), "row.tests")


def test_a_pickle_of_too_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MAX_PICKLE_OPCODES", 1_000)
    with pytest.raises(InvalidProblem, match="parts"):
        read_pickle(pickle.dumps(list(range(2_000))), "row.tests")


@given(data=st.binary(max_size=200))
def test_any_bytes_are_a_value_or_an_error(data: bytes) -> None:
    try:
        value = read_pickle(data, "row.tests")
    except InvalidProblem:
        return
    assert value is None or isinstance(value, bool | int | float | str | bytes | list | dict)


def test_a_zlib_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MAX_DECODED_BYTES", 1_000_000)
    with pytest.raises(InvalidProblem, match="unpacks to more"):
        inflate(zlib.compress(b"\0" * 50_000_000), "row.tests")


def test_what_fits_exactly_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MAX_DECODED_BYTES", 1_000)
    assert inflate(zlib.compress(b"\0" * 1_000), "row.tests") == b"\0" * 1_000


@pytest.mark.parametrize("kept", [1, 10, -1])
def test_compressed_data_that_is_cut_off_is_refused(kept: int) -> None:
    with pytest.raises(InvalidProblem):
        inflate(zlib.compress(os.urandom(1_000))[:kept], "row.tests")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "__import__('os').getcwd()",
        "[x for x in (1,)]",
        "-" * 100_000 + "1",
        "(1",
        "{1, 2}",
        "1j",
        "",
    ],
    ids=["deep", "call", "comprehension", "signs", "open", "set", "complex", "empty"],
)
def test_what_is_no_plain_literal_is_refused(text: str) -> None:
    with pytest.raises(InvalidProblem):
        read_literal(text, "row.tests")


@pytest.mark.parametrize(
    "tests",
    [
        "[" * 100_000,
        '{"inputs":' * 50_000,
        '{"inputs": ["1"], "outputs": [' + "9" * 200_000 + "]}",
        '{"inputs": ["1"], "outputs": [null]}',
        '{"inputs": "1", "outputs": {"a": 1}}',
    ],
    ids=["deep lists", "deep objects", "long integer", "null", "object"],
)
def test_hostile_json_is_refused(tests: str) -> None:
    with pytest.raises(InvalidProblem) as caught:
        problem_from_row("apps", {"input_output": tests})
    assert caught.value.field.startswith("problem.dataset.row.input_output")


_FIELDS = sorted(
    {
        field
        for path in (Path(__file__).parents[3] / "cases" / "datasets").glob("*/*.json")
        for field in json.loads(path.read_text())["row"]
    }
)


@given(row=st.dictionaries(st.sampled_from(_FIELDS), _PLAIN | st.text().map(json.dumps), max_size=6))
def test_any_row_is_a_problem_or_an_error_with_a_field(row: dict[str, object]) -> None:
    try:
        problem_from_row(None, row)
    except InvalidProblem as error:
        field = error.field
    else:
        field = "problem.dataset.row"
    assert field.startswith("problem.dataset.row")
