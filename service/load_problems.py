"""Stores the problems of dataset files."""

import asyncio
import contextlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from service.answers import encode
from service.convert import read_problem
from service.settings import Settings
from verifiers.code.datasets import problem_from_row
from verifiers.code.datasets.files import FileRow, UnreadableFileError, read_rows
from verifiers.code.problem import Problem
from verifiers.code.store import ProblemStore
from verifiers.errors import InvalidProblem


async def load_problems(
    files: Sequence[Path], format_name: str | None, output: Path | None, settings: Settings
) -> int:
    """Store every problem and write a line about each row to `output` or stdout.

    Returns:
        How many rows had no problem in them.
    """
    store = ProblemStore(settings.problems)
    console = Console(stderr=True)
    failed = 0
    with contextlib.ExitStack() as stack:
        stream = stack.enter_context(output.open("wb")) if output else sys.stdout.buffer
        progress = stack.enter_context(Progress(console=console, disable=not console.is_terminal))
        for path in files:
            task = progress.add_task(path.name, total=1.0)
            try:
                for row in read_rows(path):
                    told: dict[str, object] = {"file": str(path), "row": row.index}
                    try:
                        told["id"] = await store.put(await asyncio.to_thread(_problem, row, format_name))
                    except InvalidProblem as error:
                        failed += 1
                        field = (error.field or "").removeprefix("row.")
                        told["error"] = f"{field}: {error}" if field else str(error)
                    stream.write(encode(told) + b"\n")
                    progress.update(task, completed=row.progress)
            except (OSError, UnreadableFileError) as error:
                failed += 1
                console.print(f"{path}: {error}", style="red")
    return failed


def _problem(row: FileRow, format_name: str | None) -> Problem:
    if row.data is None:
        raise InvalidProblem(row.error)
    # Rows may have columns of these names too: open-instruct's `dataset` is a text.
    if isinstance(row.data.get("dataset"), Mapping) or ("kind" in row.data and "tests" in row.data):
        return read_problem(row.data, "row")
    return problem_from_row(format_name, row.data, field="row")
