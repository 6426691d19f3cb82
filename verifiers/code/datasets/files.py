"""Rows of dataset files, one after another: JSON lines, JSON and Parquet, whatever their size.

A row that cannot be read is an error of that row; the next one is read as if nothing had been. Only
what ends the reading of the whole file is raised.
"""

import codecs
import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, cast

import pyarrow as pa
from pyarrow import parquet

from verifiers.code.values import UnreadableValueError, read_integer, read_json

MAX_ROW_BYTES = 256 * 1024 * 1024
"""Longest row that is read. Rows with the largest tests of LiveCodeBench take a third of it."""
_CHUNK_BYTES = 1024 * 1024
_PARQUET_BATCH_ROWS = 16
"""Few, since a row may be very long."""


class UnreadableFileError(ValueError):
    """A file is not there, of no known kind or damaged; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One row of a file, or why it could not be read."""

    index: int
    """From 0; blank lines do not count."""
    place: str
    """Where a person finds it, such as `line 3`."""
    data: Mapping[str, object] | None
    error: str = ""
    progress: float
    """How much of the file has been read by now, from 0 to 1."""


def read_rows(path: Path) -> Iterator[FileRow]:
    """The rows of a `.jsonl`, `.json` (a list, one object or several) or `.parquet` file.

    The first two may be packed, with `.gz` behind.

    Raises:
        UnreadableFileError: while iterating, when the file cannot be read any further.
    """
    name = path.name.lower().removesuffix(".gz")
    try:
        if name.endswith((".jsonl", ".ndjson")):
            yield from _read_lines(path)
        elif name.endswith(".json"):
            yield from _read_values(path)
        elif path.name.lower().endswith(".parquet"):
            yield from _read_parquet(path)
        else:
            raise UnreadableFileError(
                f"{path} must end in .jsonl, .json or .parquet, or .gz after the first two."
            )
    except (OSError, EOFError, zlib.error, pa.ArrowException, UnicodeDecodeError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or error
        raise UnreadableFileError(f"{path} cannot be read: {why}.") from error


def _read_lines(path: Path) -> Iterator[FileRow]:
    with _Source(path) as source:
        index = 0
        for line_number, line in enumerate(_lines(source.stream), start=1):
            if line is not None and not line.strip():
                continue
            data, error = _parse_row(line)
            yield FileRow(
                index=index,
                place=f"line {line_number}",
                data=data,
                error=error,
                progress=source.progress(),
            )
            index += 1


def _lines(stream: IO[bytes]) -> Iterator[bytes | None]:
    """The lines of a file; `None` for one that is too long, of which nothing is kept."""
    while line := stream.readline(MAX_ROW_BYTES):
        if len(line) < MAX_ROW_BYTES or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_CHUNK_BYTES)
        yield None


def _parse_row(line: bytes | None) -> tuple[Mapping[str, object] | None, str]:
    if line is None:
        return None, f"the row is longer than {MAX_ROW_BYTES:,} bytes"
    try:
        data = read_json(line.removeprefix(codecs.BOM_UTF8))
    except UnreadableValueError as error:
        return None, str(error)
    return _row_or_error(data)


def _row_or_error(data: object) -> tuple[Mapping[str, object] | None, str]:
    return (data, "") if isinstance(data, dict) else (None, "a row must be a JSON object")


def _read_values(path: Path) -> Iterator[FileRow]:
    with _Source(path) as source:
        for index, value in enumerate(_json_values(source.stream, path)):
            data, error = _row_or_error(value)
            yield FileRow(
                index=index,
                place=f"row {index + 1}",
                data=data,
                error=error,
                progress=source.progress(),
            )


def _json_values(stream: IO[bytes], path: Path) -> Iterator[object]:
    """The items of a JSON list, or values one after another, with about one of them in memory."""
    decoder = json.JSONDecoder(parse_int=read_integer)
    text = codecs.getincrementaldecoder("utf-8-sig")()
    buffer, position = "", 0
    separators = _BEFORE_FIRST
    while True:
        position = _skip(buffer, position, separators)
        error: Exception | None = None
        if position < len(buffer):
            separators = _BETWEEN
            try:
                value, position = decoder.raw_decode(buffer, position)
            except (ValueError, RecursionError) as caught:
                error = caught
            else:
                yield value
                continue
        # As much again each time, so that a long row is not tried more than a few times.
        buffer, position = buffer[position:], 0
        chunk = stream.read(max(_CHUNK_BYTES, len(buffer)))
        if error is not None and (not chunk or len(buffer) > MAX_ROW_BYTES):
            raise UnreadableFileError(f"{path} holds something that is no JSON: {error}.") from error
        if not chunk:
            return
        buffer += text.decode(chunk)


_BETWEEN = re.compile(r"[\s,]*(?:\]\s*\Z)?")
_BEFORE_FIRST = re.compile(r"\s*\[?[\s]*(?:\]\s*\Z)?")


def _skip(text: str, position: int, separators: re.Pattern[str]) -> int:
    match = separators.match(text, position)
    return match.end() if match else position


def _read_parquet(path: Path) -> Iterator[FileRow]:
    with parquet.ParquetFile(path) as file:
        count = max(file.metadata.num_rows, 1)
        index = 0
        for batch in file.iter_batches(batch_size=_PARQUET_BATCH_ROWS):
            for data in batch.to_pylist():
                yield FileRow(index=index, place=f"row {index + 1}", data=data, progress=(index + 1) / count)
                index += 1


class _Source:
    """A file being read, unpacked on the way if it is a `.gz`."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._size_bytes = max(path.stat().st_size, 1)
        self.stream: IO[bytes] = self._file
        if path.suffix.lower() == ".gz":
            self.stream = cast("IO[bytes]", gzip.GzipFile(fileobj=self._file))

    def progress(self) -> float:
        """How much of the file on disk has been read, from 0 to 1."""
        return min(self._file.tell() / self._size_bytes, 1.0)

    def __enter__(self) -> "_Source":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stream.close()
        self._file.close()
