"""Compiled programs on disk: whole or not there, bounded, and never the reason of a failure."""

import os
from pathlib import Path

import pytest

from verifiers.code.artifact_folder import ArtifactFolder

KEY, OTHER, THIRD = "a" * 64, "b" * 64, "c" * 64


def test_what_was_kept_is_found_by_another_process(tmp_path: Path) -> None:
    ArtifactFolder(tmp_path / "new", 10_000).put(KEY, b"program")
    assert ArtifactFolder(tmp_path / "new", 10_000).get(KEY) == b"program"
    assert ArtifactFolder(tmp_path / "new", 10_000).get(OTHER) is None


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "moved"])
def test_damaged_entry_is_dropped(tmp_path: Path, damage: str) -> None:
    folder = ArtifactFolder(tmp_path, 10_000)
    folder.put(KEY, b"program")
    file = tmp_path / KEY
    data = file.read_bytes()
    if damage == "cut":
        file.write_bytes(data[:-1])
    elif damage == "flipped":
        file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    elif damage == "emptied":
        file.write_bytes(b"")
    else:
        file = file.rename(tmp_path / OTHER)
    assert folder.get(file.name) is None
    assert not file.exists()


def test_longest_unused_entries_go_first(tmp_path: Path) -> None:
    folder = ArtifactFolder(tmp_path, 1_200)
    folder.put(KEY, b"1" * 400)
    folder.put(OTHER, b"2" * 400)
    os.utime(tmp_path / KEY, (1, 1))
    os.utime(tmp_path / OTHER, (2, 2))
    assert folder.get(KEY) == b"1" * 400
    folder.put(THIRD, b"3" * 400)
    assert {file.name for file in tmp_path.iterdir()} == {KEY, THIRD}


def test_entry_larger_than_all_that_is_granted_is_not_kept(tmp_path: Path) -> None:
    folder = ArtifactFolder(tmp_path, 1_000)
    folder.put(KEY, b"small")
    folder.put(OTHER, b"x" * 2_000)
    assert folder.get(KEY) == b"small"
    assert folder.get(OTHER) is None


def test_half_written_files_are_no_entries_and_go_in_time(tmp_path: Path) -> None:
    old, new = tmp_path / f".{KEY}.1.old", tmp_path / f".{KEY}.2.new"
    for file in (old, new):
        file.write_bytes(b"half")
    os.utime(old, (1, 1))
    folder = ArtifactFolder(tmp_path, 10_000)
    assert folder.get(KEY) is None
    folder.put(KEY, b"program")
    assert not old.exists()
    assert new.exists()


def test_disk_that_fails_is_a_miss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ArtifactFolder(tmp_path, 10_000)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", full)
        folder.put(KEY, b"program")
    assert list(tmp_path.iterdir()) == []
    assert folder.get(KEY) is None
    file = tmp_path / "file"
    file.write_bytes(b"in the way")
    blocked = ArtifactFolder(file / "folder", 10_000)
    blocked.put(KEY, b"program")
    assert blocked.get(KEY) is None
