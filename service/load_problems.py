"""Stores the problems of dataset files."""

import asyncio
import contextlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from service.answers import encode
from service.convert import read_problem
from service.settings import Settings
from service.terminal import RowProgress
from verifiers.code.datasets import problem_from_row
from verifiers.code.datasets.files import FileRow, read_rows
from verifiers.code.problem import Problem
from verifiers.code.store import ProblemStore
from verifiers.errors import InvalidProblem


async def load_problems(
    files: Sequence[Path], format_name: str | None, output: Path | None, settings: Settings, *, quiet: bool
) -> int:
    """Store every problem and write a line about each row to `output` or stdout.

    Returns:
        How many rows had no problem in them.

    Raises:
        UnreadableFileError: a file cannot be read; what came before is stored.
        OSError: the output cannot be written.
    """
    store = ProblemStore(settings.problems)
    stored = failed = 0
    with contextlib.ExitStack() as stack:
        stream = stack.enter_context(output.open("wb")) if output else sys.stdout.buffer
        progress = stack.enter_context(RowProgress("storing", quiet=quiet))
        for number, path in enumerate(files):
            for row in read_rows(path):
                told: dict[str, object] = {"file": str(path), "row": row.index}
                try:
                    told["id"] = await store.put(await asyncio.to_thread(_problem, row, format_name))
                    stored += 1
                except InvalidProblem as error:
                    failed += 1
                    field = (error.field or "").removeprefix("row.")
                    told["error"] = f"{field}: {error}" if field else str(error)
                    if row.data is None:
                        told["error"] = f"{row.place}: {error}"
                stream.write(encode(told) + b"\n")
                progress.show(stored + failed, (number + row.progress) / len(files))
    if not quiet:
        sys.stderr.write(f"{stored} problems stored, {failed} rows without one\n")
    return failed


def _problem(row: FileRow, format_name: str | None) -> Problem:
    if row.data is None:
        raise InvalidProblem(row.error)
    # Rows may have columns of these names too: open-instruct's `dataset` is a text.
    if isinstance(row.data.get("dataset"), Mapping) or ("kind" in row.data and "tests" in row.data):
        return read_problem(row.data, "row")
    return problem_from_row(format_name, row.data, field="row")
