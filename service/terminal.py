"""How commands speak: tables and progress for a person at a terminal, plain lines into a pipe or a file."""

import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

__all__ = ["RowProgress", "missing_folder", "printable", "trouble", "write_table"]

COLOURS = {"ok": "green", "no": "red", "-": "yellow"}
"""Of cells that are a mark."""


def write_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table to the standard output; in a pipe, a line for each row with tabs between its cells."""
    console = Console()
    if not console.is_terminal:
        for row in (columns, *rows):
            sys.stdout.write("\t".join(printable(" ".join(cell.split())) for cell in row) + "\n")
        return
    table = Table(*columns)
    for row in rows:
        table.add_row(
            *(f"[{COLOURS[cell]}]{cell}[/]" if cell in COLOURS else escape(printable(cell)) for cell in row)
        )
    console.print(table)


class RowProgress:
    """How far a command is, at what rate, and how long it will take: at a terminal, on the standard error.

    Args:
        doing: What is done with the rows, such as `judging`.
        quiet: Whether to show nothing at all.
    """

    def __init__(self, doing: str, *, quiet: bool) -> None:
        console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            TextColumn("left:"),
            TimeRemainingColumn(),
            console=console,
            disable=quiet or not console.is_terminal,
        )
        self._doing = doing
        self._task = self._progress.add_task(doing, total=1.0)
        self._begun = time.monotonic()

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def show(self, rows: int, done: float, *, before: int = 0) -> None:
        """Tell that so many rows are done, of which `before` were when this began, and what part of all."""
        if self._progress.disable:
            return
        rate = (rows - before) / max(1e-9, time.monotonic() - self._begun)
        self._progress.update(
            self._task, completed=done, description=f"{self._doing}: {rows:,} rows, {rate:,.0f}/s"
        )


def printable(text: str) -> str:
    """A text with nothing in it that moves a terminal: what a completion says may come from anybody."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


def trouble(error: OSError) -> str:
    """What is wrong with which file, in words."""
    if error.strerror is None:
        return str(error)
    return f"{error.filename}: {error.strerror}" if error.filename else error.strerror


def missing_folder(output: Path) -> str:
    """What to do first, where the folder of a file to be written is not there; empty if it is."""
    folder = output.parent
    return "" if folder.is_dir() else f"there is no folder {folder}; make it first: mkdir -p {folder}"
