"""Judges files: JSON lines or Parquet in, the same rows with their results out, in order.

Results go to `OUT.partial` line by line, and that becomes `OUT` when all rows are judged. After an
interruption the partial file says what is done already; a last line that was torn is dropped.
"""

import asyncio
import gzip
import itertools
import json
import shutil
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

import orjson

from service.answering import Answer
from service.answers import encode
from service.row_judges import JudgeRows, NoServiceError
from service.schemas import OTHER_NAMES, VerifyRequest
from service.terminal import RowProgress, missing_folder, printable, trouble, write_table
from verifiers.code.datasets.files import FileRow, UnreadableFileError, read_rows
from verifiers.wording import meant

CHUNK_ROWS = 256
GROUP_ROWS = 4096
"""A longer group is cut all the same."""
CHUNKS_AHEAD = 3
RESULT = "result"
NO_VERDICTS = ("invalid", "invalid_gold", "internal_error")
FAILURES_TOLD = 10
NEEDED = ("completion", "gold", "problem")
"""Fields without which there is nothing to judge."""


class VerifyFilesError(Exception):
    """What the caller has to mend first."""


@dataclass(kw_only=True)
class Summary:
    """What came out."""

    rows: int = 0
    seen_before: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    rewards: float = 0.0
    rewarded: int = 0
    failures: list[str] = field(default_factory=list)
    """The first rows without a verdict: where each is, and why."""

    @property
    def failed(self) -> int:
        """Rows without a verdict, through the row's fault or ours."""
        return sum(self.verdicts[name] for name in NO_VERDICTS)

    def count(self, result: Mapping[str, object], place: str) -> None:
        """Take in one row's result."""
        self.rows += 1
        self.verdicts[str(result.get("verdict"))] += 1
        if result.get("verdict") in NO_VERDICTS and len(self.failures) < FAILURES_TOLD:
            reason = str(result.get("reason"))
            self.failures.append(reason if reason.startswith(place) else f"{place}: {reason}")
        reward = result.get("reward")
        if isinstance(reward, int | float):
            self.rewarded += 1
            self.rewards += reward

    @property
    def mean_reward(self) -> float | None:
        """Of the rows that have one."""
        return self.rewards / self.rewarded if self.rewarded else None

    def show(self, *, as_json: bool) -> None:
        """Print it, as a table or as JSON."""
        if as_json:
            sys.stdout.write(json.dumps({**vars(self), "mean_reward": self.mean_reward}) + "\n")
            return
        write_table(
            ("verdict", "rows", "share"),
            ((name, str(count), f"{count / self.rows:.1%}") for name, count in self.verdicts.most_common()),
        )
        mean = "none" if self.mean_reward is None else f"{self.mean_reward:.4f}"
        before = f", {self.seen_before} of them judged before" if self.seen_before else ""
        sys.stdout.write(f"{self.rows} rows{before}; mean reward {mean}\n")
        for failure in self.failures:
            sys.stderr.write(f"{printable(failure)}\n")
        if more := self.failed - len(self.failures):
            sys.stderr.write(f"and {more} more without a verdict; each row's result says why\n")


async def verify_files(
    files: Sequence[Path], output: Path, judges: AbstractAsyncContextManager[JudgeRows], *, quiet: bool
) -> Summary:
    """Judge all rows of the files.

    Raises:
        VerifyFilesError: a file cannot be read, the output belongs to other input, or nobody judges.
    """
    summary = Summary()
    partial = _partial_of(output)
    try:
        rows = _rows(files)
        for result, place in _judged_before(partial, rows):
            summary.count(result, place)
        summary.seen_before = summary.rows
        async with judges as judge:
            with partial.open("ab") as stream, RowProgress("judging", quiet=quiet) as progress:
                async for row, answer in _judge(judge, rows):
                    stream.write(encode({**(row.data or {}), RESULT: answer}) + b"\n")
                    summary.count(answer, row.place)
                    if summary.rows % CHUNK_ROWS == 0:
                        stream.flush()
                    progress.show(summary.rows, row.progress, before=summary.seen_before)
    except (OSError, UnreadableFileError, NoServiceError) as error:
        goes_on = ""
        if partial.exists() and not partial.stat().st_size:
            partial.unlink()
        elif isinstance(error, NoServiceError) and partial.exists():
            goes_on = f"; {summary.rows} rows are judged, and the same command goes on there"
        said = trouble(error) if isinstance(error, OSError) else str(error)
        raise VerifyFilesError(f"{said}{goes_on}") from error
    _finish(partial, output)
    return summary


def _partial_of(output: Path) -> Path:
    if output.exists():
        raise VerifyFilesError(f"{output} is there already; name another output, or remove it to judge anew.")
    if missing := missing_folder(output):
        raise VerifyFilesError(missing)
    return output.with_name(output.name + ".partial")


def _rows(files: Sequence[Path]) -> Iterator[FileRow]:
    """The rows of all files, with the progress through all of them."""
    for number, path in enumerate(files):
        for row in read_rows(path):
            place = f"{path.name}, {row.place}"
            yield replace(row, place=place, progress=(number + row.progress) / len(files))


def _judged_before(partial: Path, rows: Iterator[FileRow]) -> Iterator[tuple[Mapping[str, object], str]]:
    """The results in an earlier run's file with their places; takes their rows off `rows`."""
    if not partial.exists():
        return
    whole = 0
    with partial.open("rb") as stream:
        for line in stream:
            if not line.endswith(b"\n"):
                break
            judged = orjson.loads(line)
            result = judged.pop(RESULT)
            row = next(rows, None)
            if row is None or orjson.loads(encode({**(row.data or {})})) | {RESULT: 0} != judged | {
                RESULT: 0
            }:
                raise VerifyFilesError(f"{partial} is of other input; remove it to begin anew.")
            whole += len(line)
            yield result, row.place
    with partial.open("rb+") as stream:
        stream.truncate(whole)


async def _judge(judge: JudgeRows, rows: Iterator[FileRow]) -> AsyncIterator[tuple[FileRow, Answer]]:
    """Every row with its answer, in order, a few chunks at work at a time."""
    chunks = _chunks(rows)
    under_way: list[asyncio.Task[list[tuple[FileRow, Answer]]]] = []
    try:
        while True:
            further = itertools.islice(chunks, CHUNKS_AHEAD - len(under_way))
            under_way.extend(asyncio.create_task(_judge_chunk(judge, chunk)) for chunk in further)
            if not under_way:
                return
            for pair in await under_way[0]:
                yield pair
            del under_way[0]
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


def _chunks(rows: Iterator[FileRow]) -> Iterator[list[FileRow]]:
    """The rows in parts, cut only between groups, whose samples may have to be judged together."""
    chunk: list[FileRow] = []
    for row in rows:
        goes_on = _group_of(row) is not None and chunk and _group_of(row) == _group_of(chunk[-1])
        if len(chunk) >= (GROUP_ROWS if goes_on else CHUNK_ROWS):
            yield chunk
            chunk = []
        chunk.append(row)
    if chunk:
        yield chunk


def _group_of(row: FileRow) -> object:
    return None if row.data is None else row.data.get("group")


async def _judge_chunk(judge: JudgeRows, rows: Sequence[FileRow]) -> list[tuple[FileRow, Answer]]:
    fields = VerifyRequest.model_fields
    readable = [row.data for row in rows if row.data is not None]
    # Other columns of a row are the caller's own and pass through.
    answers = iter(await judge([{k: v for k, v in data.items() if k in fields} for data in readable]))
    return [(row, _unreadable(row) if row.data is None else _with_hint(row, next(answers))) for row in rows]


def _with_hint(row: FileRow, answer: Answer) -> Answer:
    """The answer; where it lacks what another column seems to have, with that column's name in its reason."""
    error = answer.get("error")
    if not isinstance(error, Mapping) or error.get("field") not in ("task", *NEEDED):
        return answer
    for column in row.data or ():
        name = "" if column in VerifyRequest.model_fields else meant(column, NEEDED, OTHER_NAMES)
        if name in NEEDED:
            return answer | {"reason": f"{answer['reason']} Is the column {column!r} meant to be {name!r}?"}
    return answer


def _unreadable(row: FileRow) -> Answer:
    return {"reward": None, "verdict": "invalid", "reason": f"{row.place}: {row.error}"}


def _finish(partial: Path, output: Path) -> None:
    if output.suffix != ".gz":
        partial.rename(output)
        return
    packed = output.with_name(output.name + ".packing")
    with partial.open("rb") as plain, gzip.open(packed, "wb") as stream:
        shutil.copyfileobj(plain, stream)
    packed.rename(output)
    partial.unlink()
