"""From files to the report: reading with progress, and writing the page whole or not at all."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.report.comparison import Comparison
from service.report.page import render
from service.report.rows import BadRow, JudgedRow, read_judged
from service.report.statistics import Statistics
from service.terminal import RowProgress

SHOW_EVERY = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What the command says at its end."""

    output: str
    rows: int
    bad_rows: int
    changed: int | None
    """Verdicts that differ from the other file's; `None` without one."""

    def show(self, *, as_json: bool) -> None:
        """Print it, for people or programs."""
        if as_json:
            fields = {name: getattr(self, name) for name in self.__slots__}
            sys.stdout.write(json.dumps(fields) + "\n")
            return
        bad = f", {self.bad_rows:,} that are no judgements" if self.bad_rows else ""
        changed = "" if self.changed is None else f"; {self.changed:,} verdicts changed"
        hint = "" if self.rows else "; `rewardd verify FILE -o OUT` makes some"
        sys.stdout.write(f"{self.output}: {self.rows:,} judgements{bad}{changed}{hint}\n")


def _read(paths: Sequence[Path], *, quiet: bool) -> Iterator[JudgedRow | BadRow]:
    """All rows, with the rate shown now and then."""
    with RowProgress("reading", quiet=quiet) as progress:
        for count, (row, done) in enumerate(read_judged(paths), start=1):
            yield row
            if count % SHOW_EVERY == 0:
                progress.show(count, done)


def write_report(paths: Sequence[Path], output: Path, against: Path | None, *, quiet: bool) -> Written:
    """Read the files and write the page.

    Raises:
        UnreadableFileError: there is nothing to read, or a file is damaged.
        OSError: the page cannot be written.
    """
    statistics = Statistics()
    comparison = None if against is None else Comparison(title=str(against))
    if comparison is not None and against is not None:
        for row in _read([against], quiet=quiet):
            if isinstance(row, JudgedRow):
                comparison.remember(row)
    for row in _read(paths, quiet=quiet):
        statistics.take(row)
        if comparison is not None and isinstance(row, JudgedRow):
            comparison.take(row)
    page = render(
        statistics, title=f"rewardd report: {', '.join(path.name for path in paths)}", comparison=comparison
    )
    partial = output.with_name(output.name + ".partial")
    partial.write_text(page, encoding="utf-8", errors="replace")
    partial.replace(output)
    return Written(
        output=str(output),
        rows=statistics.rows,
        bad_rows=statistics.bad_count,
        changed=None if comparison is None else comparison.changed,
    )
