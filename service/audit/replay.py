"""Judges an audit trail again and tells what changed: what an upgrade would do to real traffic."""

import itertools
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass, field
from pathlib import Path

from service.answering import Answer
from service.answers import encode
from service.audit.reading import AuditedItem, audit_files, read_trail
from service.dispatch import Dispatcher
from service.opening import open_state
from service.settings import Settings
from service.terminal import RowProgress, printable, write_table
from verifiers.base import Verdict

__all__ = ["Change", "Replay", "replay"]

CHUNK_ROWS = 256
NO_VERDICT = frozenset({Verdict.INTERNAL_ERROR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A row that is judged otherwise now."""

    place: str
    id: object
    verdict: str
    verdict_now: str
    accuracy: float | None
    accuracy_now: float | None
    reason: str
    reason_now: str


@dataclass(kw_only=True)
class Replay:
    """What came of all rows."""

    rows: int = 0
    same: int = 0
    failed_then: int = 0
    """Rows that had no verdict for our fault; whatever they have now is no change."""
    failed_now: int = 0
    unusable: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    """How often which verdict became which, as `old → new`."""

    @property
    def clean(self) -> bool:
        """Whether every row could be judged again and came out as before."""
        return not (self.changes or self.unusable or self.failed_now)

    def take(self, audited: AuditedItem, answer: Answer) -> None:
        """Count a row and what it is now."""
        then, now = str(audited.result.get("verdict")), str(answer.get("verdict"))
        if then in NO_VERDICT:
            self.failed_then += 1
        elif now in NO_VERDICT:
            self.failed_now += 1
            self.unusable.append(f"{audited.place}: cannot be judged now: {answer.get('reason')}")
        elif (then, _accuracy(audited.result)) == (now, _accuracy(answer)):
            self.same += 1
        else:
            self.kinds[f"{then} → {now}"] += 1
            self.changes.append(
                Change(
                    place=audited.place,
                    id=audited.result.get("id"),
                    verdict=then,
                    verdict_now=now,
                    accuracy=_accuracy(audited.result),
                    accuracy_now=_accuracy(answer),
                    reason=str(audited.result.get("reason", "")),
                    reason_now=str(answer.get("reason", "")),
                )
            )

    def show(self, *, as_json: bool) -> None:
        """Print it, for people or programs."""
        if as_json:
            sys.stdout.buffer.write(encode({**asdict(self), "clean": self.clean}) + b"\n")
            return
        for change in self.changes:
            verdicts = f"{change.verdict} → {change.verdict_now}"
            accuracies = f"accuracy {change.accuracy} → {change.accuracy_now}"
            lines = (
                f"{change.place} (id {change.id}): {verdicts}, {accuracies}",
                f"    then: {change.reason}",
                f"    now:  {change.reason_now}",
            )
            sys.stdout.writelines(f"{printable(line)}\n" for line in lines)
        for complaint in self.unusable:
            sys.stdout.write(f"{printable(complaint)}\n")
        if self.kinds:
            write_table(("change", "rows"), ((kind, str(count)) for kind, count in self.kinds.most_common()))
        sys.stdout.write(
            f"{self.rows} rows: {self.same} as before, {len(self.changes)} changed,"
            f" {len(self.unusable)} could not be judged, {self.failed_then} had no verdict then.\n"
        )


async def replay(paths: Sequence[Path], settings: Settings, *, quiet: bool) -> Replay:
    """Judge all rows of the files, or of the audit files in the folders, again.

    Raises:
        UnreadableFileError: there is nothing to read, or a file is damaged.
    """
    files = audit_files(paths)
    outcome = Replay()
    # What is replayed is no new traffic.
    async with open_state(settings.model_copy(update={"audit": ""})) as state:
        with RowProgress("judging again", quiet=quiet) as progress:
            async for audited, answer in _judge(state.dispatcher, read_trail(files)):
                outcome.rows += 1
                if answer is None:
                    outcome.unusable.append(f"{audited.place}: {audited.error}")
                else:
                    outcome.take(audited, answer)
                progress.show(outcome.rows, audited.progress)
    return outcome


async def _judge(
    dispatcher: Dispatcher, rows: Iterator[AuditedItem]
) -> AsyncIterator[tuple[AuditedItem, Answer | None]]:
    """Every row with its new answer, or none if it cannot be judged."""
    while chunk := list(itertools.islice(rows, CHUNK_ROWS)):
        usable = [(audited, audited.item) for audited in chunk if audited.item is not None]
        async with aclosing(dispatcher.verify_many([item for _, item in usable], {})) as stream:
            answers = {usable[index][0].place: answer async for index, answer in stream}
        for audited in chunk:
            yield audited, answers.get(audited.place)


def _accuracy(result: Mapping[str, object]) -> float | None:
    components = result.get("components")
    accuracy = components.get("accuracy") if isinstance(components, Mapping) else None
    return round(accuracy, 9) if isinstance(accuracy, int | float) else None
