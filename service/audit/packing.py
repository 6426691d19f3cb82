"""An audit trail's rows in Parquet: one row of the file for each line, with columns to look at and sort by.

What is nested (`item`, `result`, `problem`) stands there as JSON text, since no two items have the same form.
"""

import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from service.answers import encode
from service.exact_json import read_exact

__all__ = ["packed", "unpacked"]

GROUP_ROWS = 1_000
"""Rows are packed so many at a time."""
NESTED = ("item", "result", "problem")
SCHEMA = pa.schema(
    [
        ("schema", pa.int32()),
        ("time", pa.float64()),
        ("request_id", pa.string()),
        ("rewardd", pa.string()),
        ("kind", pa.string()),
        ("id", pa.string()),
        ("verdict", pa.string()),
        ("reward", pa.float64()),
        ("item", pa.large_string()),
        ("result", pa.large_string()),
        ("problem_id", pa.string()),
        ("problem", pa.large_string()),
    ]
)


def packed(lines: Iterable[bytes]) -> bytes:
    """Lines of a trail as a Parquet file; a torn last line is left out."""
    file = io.BytesIO()
    with parquet.ParquetWriter(file, SCHEMA, compression="zstd") as writer:
        rows: list[dict[str, object]] = []
        for line in lines:
            if line.endswith(b"\n"):
                rows.append(_columns(_read(line)))
            if len(rows) >= GROUP_ROWS:
                writer.write_table(pa.Table.from_pylist(rows, SCHEMA))
                rows.clear()
        if rows:
            writer.write_table(pa.Table.from_pylist(rows, SCHEMA))
    return file.getvalue()


def unpacked(row: Mapping[str, object]) -> Mapping[str, object]:
    """A row of such a file as the line that it was; any other row as it is.

    Raises:
        ValueError: its JSON is none.
    """
    if not any(isinstance(row.get(name), str) for name in NESTED):
        return row
    line = {name: value for name, value in row.items() if value is not None}
    for name in NESTED:
        if name in line:
            line[name] = _read(str(line[name]).encode())
    return line


def _read(line: bytes) -> dict[str, Any]:
    try:
        value: dict[str, Any] = read_exact(line)
    except ValueError:
        value = json.loads(line)  # lone surrogates
    return value


def _columns(row: Mapping[str, Any]) -> dict[str, object]:
    result = row.get("result") or {}
    id_ = result.get("id")
    columns = {
        **row,
        "id": None if id_ is None else str(id_),
        "verdict": result.get("verdict"),
        "reward": result.get("reward"),
    }
    for name in NESTED:
        if name in row:
            columns[name] = encode(row[name]).decode()
    return columns
