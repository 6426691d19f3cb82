"""The audit trail: what is written, what is bounded, what a broken store does."""

import json
import threading
from pathlib import Path
from typing import Any

import fsspec
import pytest
from pyarrow import parquet

from service.audit import trail as trail_module
from service.audit.reading import audit_files, fetched, read_trail
from service.audit.trail import AuditTrail
from tests.waiting import wait_until
from verifiers.code.datasets.files import UnreadableFileError

RESULT = {"id": None, "reward": 1.0, "verdict": "accepted", "components": {"accuracy": 1.0}}


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("INTERVAL_S", "REMOTE_INTERVAL_S", "RETRY_S"):
        monkeypatch.setattr(trail_module, name, 0.05)


def make_trail(
    url: object, *, file_bytes: int = 1 << 20, total_bytes: int = 1 << 30, parquet: bool = False
) -> AuditTrail:
    return AuditTrail(str(url), file_bytes=file_bytes, total_bytes=total_bytes, parquet=parquet)


def test_rows_are_read_back_as_they_were_judged(tmp_path: Path) -> None:
    trail = make_trail(tmp_path)
    problem = {"kind": "stdio", "tests": [{"input": "1", "output": "2"}]}
    items: list[dict[str, Any]] = [
        {"completion": "ünï\n\u2028 \ud800 \x00", "gold": "1"},
        {"completion": "print(2)", "problem": problem},
        {"completion": "print(3)", "problem": dict(problem)},
        {"completion": "print(4)", "problem": "sha256:abc"},
    ]
    for item in items:
        trail.note("math", item, RESULT)
    trail.close()
    rows = list(read_trail(audit_files([tmp_path])))
    assert [row.item for row in rows] == items
    assert all(row.result == RESULT for row in rows)
    (file,) = tmp_path.iterdir()
    assert file.read_text().count('"kind":"stdio"') == 1


def test_rows_reach_the_disk_while_the_service_runs(tmp_path: Path) -> None:
    trail = make_trail(tmp_path)
    trail.note("math", {"completion": "1"}, RESULT)
    wait_until(lambda: trail.written == 1)
    assert len(list(read_trail(audit_files([tmp_path])))) == 1
    trail.close()


def test_a_torn_last_line_is_left_out_and_a_broken_one_is_told(tmp_path: Path) -> None:
    trail = make_trail(tmp_path)
    for _ in range(3):
        trail.note("math", {"completion": "1"}, RESULT)
    trail.close()
    (file,) = tmp_path.iterdir()
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(lines[0] + b"{broken}\n" + b'{"schema": 9}\n' + lines[1] + lines[2][:-9])
    rows = list(read_trail([file]))
    assert [row.item is not None for row in rows] == [True, False, False, True]
    assert "line 2" in rows[1].place
    assert "schema" in rows[2].error


def test_files_are_followed_by_others_and_the_oldest_go(tmp_path: Path) -> None:
    other = tmp_path / "not-ours.jsonl"
    other.write_text("x" * 10_000)
    trail = make_trail(tmp_path, file_bytes=2_000, total_bytes=8_000)
    for number in range(60):
        trail.note("math", {"completion": f"{number} " + "x" * 300}, RESULT)
        if number % 3 == 2:
            wait_until(lambda: trail.written + trail.lost == number + 1)  # noqa: B023 - waits within the round
    trail.close()
    files = audit_files([tmp_path])
    assert len(files) > 1
    assert sum(file.stat().st_size for file in files) <= 8_000 + 2_500
    last = list(read_trail(files))[-1].item
    assert last is not None
    assert str(last["completion"]).startswith("59 ")
    assert other.exists()


@pytest.mark.parametrize("ending", ["closed", "killed"])
def test_finished_files_become_parquet_and_read_the_same(tmp_path: Path, ending: str) -> None:
    trail = make_trail(tmp_path, parquet=True, file_bytes=20_000)
    problem = {"kind": "stdio", "tests": [{"input": "1", "output": "2"}]}
    items: list[dict[str, Any]] = [
        {"completion": f"{n} ünï\n\u2028 \ud800 \x00 " + "x" * 300, "gold": 10**n, "problem": problem}
        for n in range(0, 60, 2)
    ]
    for item in items:
        trail.note("code", item, RESULT)
        wait_until(lambda: not trail._pending)
    if ending == "closed":
        trail.close()
        assert {file.suffix for file in tmp_path.iterdir()} == {".parquet"}
    else:
        wait_until(lambda: trail.written == len(items))
        assert {file.suffix for file in tmp_path.iterdir()} == {".parquet", ".jsonl"}
    rows = list(read_trail(audit_files([tmp_path])))
    assert [row.item for row in rows] == items
    assert all(row.result == RESULT for row in rows)
    table = parquet.read_table(next(tmp_path.glob("*.parquet")))
    assert set(table["verdict"].to_pylist()) == {None, "accepted"}  # a problem's row has none
    trail.close()


def test_where_packing_fails_the_lines_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> bytes:
        raise OSError("no space left")

    monkeypatch.setattr("service.audit.packing.packed", full)
    trail = make_trail(tmp_path, parquet=True)
    trail.note("math", {"completion": "1"}, RESULT)
    trail.close()
    assert (trail.written, trail.lost) == (1, 0)
    assert [row.item for row in read_trail(audit_files([tmp_path]))] == [{"completion": "1"}]


def test_lines_that_are_packed_already_count_once(tmp_path: Path) -> None:
    trail = make_trail(tmp_path, parquet=True)
    trail.note("math", {"completion": "1"}, RESULT)
    trail.close()
    (file,) = tmp_path.iterdir()
    file.with_suffix(".jsonl").write_text("left by a crash between two steps")
    assert audit_files([tmp_path]) == [file]


def test_a_store_that_cannot_append_is_read_by_its_url() -> None:
    trail = make_trail("memory://packed-trail", parquet=True)
    trail.note("math", {"completion": "1"}, RESULT)
    trail.close()
    with fetched(["memory://packed-trail"]) as paths:
        assert [file.suffix for file in audit_files(paths)] == [".parquet"]
        assert [row.item for row in read_trail(audit_files(paths))] == [{"completion": "1"}]
    with pytest.raises(UnreadableFileError, match="nowhere://"), fetched(["nowhere://x"]):
        pass
    fsspec.filesystem("memory").rm("/packed-trail", recursive=True)


def test_a_clock_set_back_does_not_cost_the_newest_rows(tmp_path: Path) -> None:
    (tmp_path / "audit-29990101T000000-1-000001.jsonl").write_text("x" * 5_000)
    trail = make_trail(tmp_path, total_bytes=4_000)
    trail.note("math", {"completion": "now"}, RESULT)
    trail.close()
    assert [row.item for row in read_trail(audit_files([tmp_path]))] == [{"completion": "now"}]


def test_a_store_that_breaks_loses_rows_and_recovers(tmp_path: Path) -> None:
    folder = tmp_path / "trail"
    folder.write_text("a file where the folder should be")
    trail = make_trail(folder)
    trail.note("math", {"completion": "lost"}, RESULT)
    wait_until(lambda: trail.lost == 1)
    assert str(folder) in trail.trouble
    folder.unlink()
    trail.note("math", {"completion": "kept"}, RESULT)
    wait_until(lambda: trail.written == 1)
    assert trail.trouble == ""
    trail.close()
    assert [row.item for row in read_trail(audit_files([folder]))] == [{"completion": "kept"}]


def test_a_store_that_hangs_costs_rows_and_no_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail_module, "PENDING_ROWS", 10)
    monkeypatch.setattr(trail_module, "CLOSE_S", 0.1)
    trail = make_trail(tmp_path)
    entered, released = threading.Event(), threading.Event()

    def hang(rows: object) -> bool:
        entered.set()
        released.wait(60)
        return True

    monkeypatch.setattr(trail, "_append", hang)
    trail.note("math", {"completion": "first"}, RESULT)
    assert entered.wait(60)
    for _ in range(30):
        trail.note("math", {"completion": "more"}, RESULT)
    assert trail.lost == 20
    assert len(trail.recent()) == 31
    trail.close()
    released.set()


def test_long_texts_count_before_they_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail_module, "INTERVAL_S", 30)
    monkeypatch.setattr(trail_module, "PENDING_CHARS", 10_000)
    trail = make_trail(tmp_path)
    tests = [{"input": "x" * 3_000, "output": "y"}]
    for _ in range(5):
        trail.note("code", {"completion": "c", "problem": {"tests": tests}}, RESULT)
    assert trail.lost == 2
    trail.close()


def test_a_store_that_cannot_append_gets_files_of_its_own() -> None:
    store = fsspec.filesystem("memory")
    trail = make_trail("memory://audit-trail-test")
    trail.note("math", {"completion": "1"}, RESULT)
    wait_until(lambda: trail.written == 1)
    trail.note("math", {"completion": "2"}, RESULT)
    trail.close()
    names = sorted(store.ls("/audit-trail-test", detail=False))
    assert [json.loads(store.cat_file(name))["item"]["completion"] for name in names] == ["1", "2"]
    store.rm("/audit-trail-test", recursive=True)


def test_recent_rows_are_cut_and_newest_first(tmp_path: Path) -> None:
    trail = make_trail(tmp_path)
    trail.note("math", {"completion": "old"}, RESULT)
    trail.note("math", {"completion": "x" * 10_000, "problem": {"kind": "stdio"}}, RESULT)
    newest, oldest = trail.recent()
    assert newest["item"] == {"completion": "x" * trail_module.RECENT_CHARS + "…"}
    assert oldest["item"] == {"completion": "old"}
    trail.close()


def test_a_folder_without_audit_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=str(tmp_path)):
        audit_files([tmp_path])
