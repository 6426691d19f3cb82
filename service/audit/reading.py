"""Rows of an audit trail, read back from its files."""

import contextlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import fsspec

from service.audit.packing import unpacked
from service.audit.trail import PACKED_SUFFIX, PREFIX, SCHEMA, SUFFIX
from verifiers.code.datasets.files import FileRow, UnreadableFileError, read_rows

__all__ = ["AuditedItem", "audit_files", "audit_rows", "fetched", "read_trail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedItem:
    """A judged item, ready to be judged again; or a row that cannot be, and why."""

    place: str
    """File and line, for a person."""
    item: Mapping[str, object] | None
    result: Mapping[str, object]
    error: str = ""
    progress: float
    """How much of all files has been read by now, from 0 to 1."""


def audit_files(paths: Sequence[Path]) -> list[Path]:
    """The files meant: a folder stands for the audit files in it, oldest first.

    Raises:
        UnreadableFileError: there is nothing to read.
    """
    found = []
    for path in paths:
        if not path.exists():
            raise UnreadableFileError(f"there is no file or folder {path}.")
        found += _in_folder(path) if path.is_dir() else [path]
    if not found:
        kinds = f"{PREFIX}*{SUFFIX} or {PREFIX}*{PACKED_SUFFIX}"
        raise UnreadableFileError(f"there are no files {kinds} in {', '.join(map(str, paths))}.")
    return found


def _in_folder(folder: Path) -> list[Path]:
    packed = set(folder.glob(f"{PREFIX}*{PACKED_SUFFIX}"))
    # A crash between the two may have left the lines of a file that is packed already.
    lines = {
        path for path in folder.glob(f"{PREFIX}*{SUFFIX}*") if path.with_suffix(PACKED_SUFFIX) not in packed
    }
    return sorted(packed | lines)


@contextlib.contextmanager
def fetched(places: Sequence[str]) -> Iterator[list[Path]]:
    """Files and folders as paths; what URLs name is fetched into a folder that lasts as long.

    Raises:
        UnreadableFileError: a store is not to be had.
    """
    with tempfile.TemporaryDirectory(prefix="rewardd-audit-") as folder:
        yield [
            _fetch(place, Path(folder) / str(number)) if "://" in place else Path(place)
            for number, place in enumerate(places)
        ]


def _fetch(url: str, folder: Path) -> Path:
    folder.mkdir()
    # Whatever its library raises, the store is what a person has to look at.
    try:
        store, path = fsspec.core.url_to_fs(url)
        names = store.ls(path, detail=False) if store.isdir(path) else [path]
        for name in names:
            if name == path or name.rpartition("/")[2].startswith(PREFIX):
                store.get_file(name, str(folder / name.rpartition("/")[2]))
    except Exception as error:
        raise UnreadableFileError(f"{url} cannot be read: {error}.") from error
    return folder if store.isdir(path) else next(folder.iterdir())


def audit_rows(path: Path) -> Iterator[FileRow]:
    """The rows of a file as the trail wrote them, whether it is packed or not.

    Raises:
        UnreadableFileError: while iterating, when it cannot be read any further.
    """
    for row in read_rows(path):
        if row.data is None or path.suffix != PACKED_SUFFIX:
            yield row
            continue
        try:
            yield replace(row, data=unpacked(row.data))
        except ValueError as error:
            yield replace(row, data=None, error=f"holds something that is no JSON: {error}")


def read_trail(files: Sequence[Path]) -> Iterator[AuditedItem]:
    """All rows of the files, in order.

    What is not a row comes with its error. A file's last line may be torn, since its writer may have been
    killed, and is left out.

    Raises:
        UnreadableFileError: while iterating, when a file cannot be read any further.
    """
    for number, path in enumerate(files):
        problems: dict[str, object] = {}
        torn: AuditedItem | None = None
        for row in audit_rows(path):
            if torn is not None:
                yield torn
                torn = None
            if row.data is not None and "problem_id" in row.data and "item" not in row.data:
                problems[str(row.data["problem_id"])] = row.data.get("problem")
                continue
            audited = _audited(
                row, problems, f"{path.name}, {row.place}", (number + row.progress) / len(files)
            )
            if row.data is None:
                torn = audited
            else:
                yield audited


def _audited(row: FileRow, problems: Mapping[str, object], place: str, progress: float) -> AuditedItem:
    def unusable(error: str) -> AuditedItem:
        return AuditedItem(place=place, item=None, result={}, error=error, progress=progress)

    if row.data is None:
        return unusable(row.error)
    if row.data.get("schema") != SCHEMA:
        return unusable(f"is not a row of an audit trail of schema {SCHEMA}")
    item, result = row.data.get("item"), row.data.get("result")
    if not isinstance(item, Mapping) or not isinstance(result, Mapping):
        return unusable("has no item and result")
    if (id_ := item.get("problem_id")) is not None:
        if id_ not in problems:
            return unusable(f"refers to the problem {id_}, which is not in this file")
        item = {
            **{name: value for name, value in item.items() if name != "problem_id"},
            "problem": problems[id_],
        }
    return AuditedItem(place=place, item=item, result=result, progress=progress)
