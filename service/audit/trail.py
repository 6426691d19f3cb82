"""The audit trail: a row for every judgement, written by a thread of its own.

Requests only put rows into a bounded line; when that is full rows are lost and counted, and no request
waits. The thread writes at least once a second, so a crash loses that much. Files are JSON lines. A problem
sent within a request is written once to each file, before the first row that refers to it:

    {"schema": 1, "problem_id": "…", "problem": {…}}
    {"schema": 1, "time": …, "request_id": "…", "rewardd": "…", "kind": "…", "item": {…}, "result": {…}}

A finished file may be packed as Parquet (`service.audit.packing`); what a crash leaves stays as it is.

`item` is the request as `POST /v1/verify` takes it, `result` the answer. An item whose problem was written
apart has `problem_id` in the place of `problem`.
"""

import contextlib
import hashlib
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any

import fsspec

from service.answers import encode
from service.request_id import REQUEST_ID
from service.version import VERSION

__all__ = ["SCHEMA", "AuditRow", "AuditTrail"]

Packer = Callable[[Iterable[bytes]], bytes]

LOG = logging.getLogger(__name__)

SCHEMA = 1
PREFIX = "audit-"
SUFFIX = ".jsonl"
PACKED_SUFFIX = ".parquet"
UNFINISHED = ".part"
"""At the end of the name of a file that is being packed."""
INTERVAL_S = 1.0
"""Rows wait at most so long for being written."""
REMOTE_INTERVAL_S = 60.0
"""The same for stores that cannot append: each writing makes a file there."""
PENDING_ROWS = 50_000
PENDING_CHARS = 128 * 1024 * 1024
"""The texts of rows not yet written may hold so much."""
WEIGHED_VALUES = 10_000
"""Of an item with more values than these the rest is taken to be as long."""
RECENT_ROWS = 1_000
"""Rows kept in memory for `GET /v1/judgements`."""
RECENT_CHARS = 4_000
"""So much of a long text is kept there."""
RETRY_S = 5.0
COMPLAINT_S = 60.0
"""A store that cannot be written to is complained about once in so many seconds."""
CLOSE_S = 10.0
STUCK_S = 10.0
"""A writing that takes longer is told as trouble while it lasts."""
OVERFLOW_S = 60.0
"""For so long after a row found no room it is told that they come too fast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One judgement."""

    time_s: float
    """Since the epoch."""
    request_id: str
    kind: str
    item: Mapping[str, object]
    result: Mapping[str, object]

    def to_json(self) -> dict[str, object]:
        """The row on the wire and in files."""
        return {
            "schema": SCHEMA,
            "time": self.time_s,
            "request_id": self.request_id,
            "rewardd": VERSION,
            "kind": self.kind,
            "item": self.item,
            "result": self.result,
        }


class AuditTrail:
    """Writes rows to a folder or any store that fsspec knows.

    Args:
        url: The folder or the store's URL.
        file_bytes: A file that has grown so large is followed by another.
        total_bytes: The oldest files are removed when all have grown so large together.
        parquet: Whether finished files are packed as Parquet.
    """

    def __init__(self, url: str, *, file_bytes: int, total_bytes: int, parquet: bool = False) -> None:
        self._store, self._folder = fsspec.core.url_to_fs(url)
        self._appends = "file" in _protocols(self._store)
        self._file_bytes = file_bytes
        self._total_bytes = total_bytes
        self._packed = _packer() if parquet else None
        self._pending: deque[AuditRow] = deque()
        self._pending_chars = 0
        self._recent: deque[dict[str, object]] = deque(maxlen=RECENT_ROWS)
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._file: IO[bytes] | None = None
        self._path = ""
        self._problems: set[str] = set()
        self._made = 0
        self._complained_at = -COMPLAINT_S
        self.written = 0
        self.lost = 0
        self._failure = ""
        self._writing_since: float | None = None
        self._overflowed_at = -OVERFLOW_S
        self._thread = threading.Thread(target=self._write_for_ever, name="audit", daemon=True)
        self._thread.start()

    @property
    def trouble(self) -> str:
        """Why rows are being lost at present, or soon will be; empty if none are."""
        now, since = time.monotonic(), self._writing_since
        if since is not None and now - since > STUCK_S:
            return f"the store of the audit trail has not answered for {now - since:.0f} s"
        if now - self._overflowed_at < OVERFLOW_S:
            return "rows of the audit trail come faster than its store takes them"
        return self._failure

    def note(self, kind: str, item: Mapping[str, object], result: Mapping[str, object]) -> None:
        """Put a judgement into the line. Never waits, never raises."""
        row = AuditRow(
            time_s=time.time(), request_id=REQUEST_ID.get(), kind=kind, item=item, result=dict(result)
        )
        chars = _chars(item)
        with self._lock:
            self._recent.append(_excerpt(row))
            if len(self._pending) >= PENDING_ROWS or self._pending_chars + chars > PENDING_CHARS:
                self.lost += 1
                self._overflowed_at = time.monotonic()
                return
            self._pending.append(row)
            self._pending_chars += chars

    def recent(self) -> list[dict[str, object]]:
        """The latest rows, newest first, long texts cut."""
        with self._lock:
            return list(reversed(self._recent))

    def close(self) -> None:
        """Write what is left, within a few seconds."""
        self._closing.set()
        self._thread.join(CLOSE_S)

    def _write_for_ever(self) -> None:
        interval_s = INTERVAL_S if self._appends else REMOTE_INTERVAL_S
        while not self._closing.wait(interval_s):
            if not self._write_pending():
                self._closing.wait(RETRY_S)
        self._write_pending()
        self._finish_file()

    def _write_pending(self) -> bool:
        with self._lock:
            rows, self._pending = self._pending, deque()
            self._pending_chars = 0
        if not rows:
            return True
        self._writing_since = time.monotonic()
        try:
            if self._appends:
                self._append(rows)
            else:
                self._problems.clear()  # each file is to be read by itself
                lines = self._lines(rows)
                content = self._packed(lines) if self._packed else b"".join(lines)
                suffix = PACKED_SUFFIX if self._packed else SUFFIX
                self._store.pipe_file(self._new_path(suffix), content)
            self._remove_oldest()
        # A store may raise anything, and no error here may end the thread.
        except Exception as error:  # noqa: BLE001
            self._complain(error, len(rows))
            return False
        finally:
            self._writing_since = None
        self.written += len(rows)
        self._failure = ""
        return True

    def _append(self, rows: Iterable[AuditRow]) -> None:
        if self._file is None:
            self._store.makedirs(self._folder, exist_ok=True)
            self._problems.clear()
            self._path = self._new_path(SUFFIX)
            self._file = self._store.open(self._path, "ab")
        self._file.writelines(self._lines(rows))
        self._file.flush()
        if self._file.tell() >= self._file_bytes:
            self._finish_file()

    def _finish_file(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            try:
                file.close()
            except OSError as error:
                self._complain(error, 0)
                return
            if self._packed:
                self._pack(self._path, self._packed)

    def _pack(self, path: str, packed: Packer) -> None:
        """Put a Parquet file in the place of a finished one; where that fails the lines stay."""
        target = path.removesuffix(SUFFIX) + PACKED_SUFFIX
        partly = f"{target}{UNFINISHED}"
        try:
            with self._store.open(path, "rb") as file:
                self._store.pipe_file(partly, packed(file))
            self._store.mv(partly, target)
            self._store.rm_file(path)
        except Exception as error:  # noqa: BLE001 - as above, and no row is lost
            LOG.warning("an audit file could not be packed: %s", error)
            with contextlib.suppress(Exception):
                self._store.rm_file(partly)

    def _lines(self, rows: Iterable[AuditRow]) -> Iterable[bytes]:
        for row in rows:
            described = row.to_json()
            problem = row.item.get("problem")
            if isinstance(problem, Mapping):
                encoded = encode(problem)
                id_ = "inline:" + hashlib.sha256(encoded).hexdigest()
                if id_ not in self._problems:
                    self._problems.add(id_)
                    yield encode({"schema": SCHEMA, "problem_id": id_, "problem": problem}) + b"\n"
                item = {name: value for name, value in row.item.items() if name != "problem"}
                described["item"] = {**item, "problem_id": id_}
            yield encode(described) + b"\n"

    def _new_path(self, suffix: str) -> str:
        self._made += 1
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        return f"{self._folder}/{PREFIX}{stamp}-{os.getpid()}-{self._made:06d}{suffix}"

    def _remove_oldest(self) -> None:
        found = [
            entry
            for entry in self._store.ls(self._folder, detail=True)
            if entry["name"].rpartition("/")[2].startswith(PREFIX)
            and entry["name"].endswith((SUFFIX, PACKED_SUFFIX))
        ]
        found.sort(key=lambda entry: str(entry["name"]))
        total = sum(int(entry["size"] or 0) for entry in found)
        for entry in found:
            if total <= self._total_bytes:
                return
            if entry["name"].endswith(self._path.rpartition("/")[2]):
                continue  # it is being written, and the last by name unless the clock was set back
            with contextlib.suppress(FileNotFoundError):  # another process on this folder was quicker
                self._store.rm_file(entry["name"])
            total -= int(entry["size"] or 0)

    def _complain(self, error: Exception, rows: int) -> None:
        self.lost += rows
        self._failure = f"the audit trail cannot be written: {error}"
        self._finish_quietly()
        if time.monotonic() - self._complained_at >= COMPLAINT_S:
            self._complained_at = time.monotonic()
            LOG.error("%s; rows are being lost", self._failure)

    def _finish_quietly(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            try:
                file.close()
            except OSError:
                LOG.debug("the file of the audit trail could not be closed either", exc_info=True)
            with contextlib.suppress(OSError):
                # Each try begins a file: on a full disk the empty ones would become many.
                if self._store.size(self._path) == 0:
                    self._store.rm_file(self._path)


def _protocols(store: Any) -> tuple[str, ...]:
    return (store.protocol,) if isinstance(store.protocol, str) else tuple(store.protocol)


def _chars(item: Mapping[str, object]) -> int:
    """About how long the texts of an item are together."""
    total = seen = 0
    left: list[object] = [item]
    while left and seen < WEIGHED_VALUES:
        value = left.pop()
        seen += 1
        if isinstance(value, str):
            total += len(value)
        elif isinstance(value, Mapping):
            left.extend(value.values())
        elif isinstance(value, list):
            left.extend(value)
    return total * (seen + len(left)) // seen


def _excerpt(row: AuditRow) -> dict[str, object]:
    """The row without its problem, long texts cut."""
    described = row.to_json()
    item = {name: _cut(value) for name, value in row.item.items() if not isinstance(value, Mapping)}
    result = {name: _cut(value) for name, value in row.result.items() if name not in {"cases", "metadata"}}
    return {**described, "item": item, "result": result}


def _cut(value: object) -> object:
    return value[:RECENT_CHARS] + "…" if isinstance(value, str) and len(value) > RECENT_CHARS else value


def _packer() -> Packer:
    from service.audit.packing import packed  # noqa: PLC0415 - PyArrow, by which all others would start later

    return packed
