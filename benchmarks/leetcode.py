"""Verdicts on LeetCode problems: right solutions are accepted in every language, mutants of them are not.

    python -m benchmarks.leetcode FILE.jsonl
        [--languages cpp,java] [--mutants 3] [--seconds 900] [--record FILE [--retry]]

Each line of the file is `{"question_id", "row": a LeetCodeDataset row, "solutions": {language: source}}`.
Three things are counted and every exception is printed with its reason:

* rows as they are: the row's own Python solution against `{"dataset": {"format": "leetcode", "row": …}}`;
* the same problems as `function` problems, against the solutions of each language, once with the problem's
  signature and once with types read from the program alone. Where a line's solutions solve another problem
  than its row, a problem is made for them, of random arguments and what the Python solution answers;
* mutants: one operator or constant of an accepted solution is changed. Whether a mutant differs is decided
  without any checker: the bytes that it and its original answered are compared. One that answered the same
  bytes to every test is set aside as equivalent; any other must be rejected. Each solution is mutated until
  `--mutants` of its mutants differ, those that no longer compile not counted.

With a record the measurement can be stopped and goes on where it was; with `--retry` right solutions that the
record has as rejected are judged again.
"""

import argparse
import asyncio
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.answers import BOXES, Answers, Attempt, Judge, Outcome
from benchmarks.leetcode_lines import LANGUAGES, Subject, read_lines, subjects_of
from benchmarks.mutation import Mutant, mutants_of
from benchmarks.record import Record
from sandbox.base import Sandbox
from sandbox.factory import make_sandbox
from verifiers.base import Verdict
from verifiers.code.cache import digest
from verifiers.code.problem import problem_id

MUTANT_CPU_MS = 4_000
"""Of a case. Mutants that no longer end are met often, and the originals take much less."""
TRIES_FOR_EACH = 6
"""So many mutants are made for each that is to differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is remembered of an attempt."""

    verdict: Verdict
    explanation: str
    failed: Sequence[int] = ()
    """The cases that were not passed."""
    answers: Sequence[str] = ()
    """Of each case that was run, a hash of what it answered."""

    @property
    def accepted(self) -> bool:
        return self.verdict is Verdict.ACCEPTED

    @classmethod
    def of(cls, outcome: Outcome) -> "Found":
        cases = outcome.judgement.cases or ()
        return cls(
            verdict=outcome.judgement.verdict,
            explanation=outcome.explanation(),
            failed=[case.index for case in cases if case.verdict is not Verdict.ACCEPTED],
            answers=_hashes(outcome.answers),
        )

    @classmethod
    def read(cls, found: Mapping[str, Any]) -> "Found":
        return cls(
            verdict=Verdict(found["verdict"]),
            explanation=found["explanation"],
            failed=found["failed"],
            answers=found["answers"],
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "verdict": str(self.verdict),
            "explanation": self.explanation,
            "failed": list(self.failed),
            "answers": list(self.answers),
        }


def _hashes(answers: Answers) -> list[str]:
    return [digest(status, b"none" if answer is None else b"+" + answer)[:16] for status, answer in answers]


def _key(attempt: Attempt) -> str:
    return digest(
        problem_id(attempt.problem),
        attempt.source,
        attempt.language,
        repr((attempt.every_case, attempt.cpu_ms)),
    )


class Measurement:
    """Judges attempts that the record does not know, until the time is up."""

    def __init__(self, judge: Judge, record: Record, seconds: float, *, retry: bool) -> None:
        self.judge = judge
        self._record = record
        self._retry = retry
        self._deadline = time.monotonic() + seconds
        self._tried: set[str] = set()

    @property
    def time_is_up(self) -> bool:
        return time.monotonic() >= self._deadline

    def known(self, attempt: Attempt) -> Found | None:
        """What was found for an attempt, in this run or in an earlier one."""
        found = self._record.get(_key(attempt))
        return None if found is None else Found.read(found)

    def is_due(self, attempt: Attempt) -> bool:
        """Whether a right solution is to be judged: it is not known, or was rejected and is tried again."""
        found = self.known(attempt)
        return found is None or (self._retry and not found.accepted)

    async def judge_new(self, attempts: Sequence[Attempt]) -> None:
        """Judge those that were not judged in this run."""
        new = [attempt for attempt in attempts if _key(attempt) not in self._tried]
        async for attempt, outcome in self.judge.judge_all(new, self._deadline):
            self._tried.add(_key(attempt))
            self._record.put(_key(attempt), {"label": attempt.label, **Found.of(outcome).to_json()})


def is_alone(subject: Subject, failed: Sequence[int], others: Mapping[str, Found]) -> bool:
    """Whether at each test that fails most other languages fail too.

    Random arguments break a problem's constraints at times. Then Python's output says nothing about others'.
    """
    compared = [found for name, found in others.items() if name != subject.attempt.language and found.answers]
    return bool(failed and compared) and all(
        2 * sum(index in found.failed for found in compared) > len(compared) for index in failed
    )


async def measure_solutions(measurement: Measurement, subjects: Sequence[Subject]) -> list[Subject]:
    """Judge right solutions, print what was rejected, and give back those that were accepted."""
    todo = [subject.attempt for subject in subjects if measurement.is_due(subject.attempt)]
    await measurement.judge_new(todo)
    found = {
        subject.attempt.label: known
        for subject in subjects
        if (known := measurement.known(subject.attempt)) is not None
    }
    made: dict[tuple[str, bool], dict[str, Found]] = {}
    for subject in subjects:
        if subject.is_made and subject.attempt.label in found:
            others = made.setdefault((subject.line, subject.is_untyped), {})
            others[subject.attempt.language] = found[subject.attempt.label]
    totals, accepted, aside = Counter[str](), Counter[str](), 0
    for subject in subjects:
        known = found.get(subject.attempt.label)
        if known is None:
            continue
        others = made.get((subject.line, subject.is_untyped), {})
        if not known.accepted and subject.is_made and is_alone(subject, known.failed, others):
            aside += 1
            continue
        totals[subject.kind] += 1
        accepted[subject.kind] += known.accepted
        if not known.accepted:
            print(f"REJECTED {subject.attempt.label}: {known.explanation}", flush=True)
    print(f"{aside} attempts at made problems set aside: no other language agrees with Python there")
    for kind in sorted(totals):
        share = accepted[kind] / totals[kind]
        print(f"{kind:32} {accepted[kind]:4} of {totals[kind]:4} accepted ({share:.1%})")
    if len(found) < len(subjects):
        print(f"{len(subjects) - len(found)} solutions were left when the time was up")
    return [subject for subject in subjects if _is_accepted(found.get(subject.attempt.label))]


def _is_accepted(found: Found | None) -> bool:
    return found is not None and found.accepted


@dataclass(slots=True, kw_only=True)
class Mutated:
    """A right solution and its mutants, as far as they are made and judged."""

    original: Attempt
    answers: Sequence[str]
    waiting: list[Mutant]
    outcomes: Counter[str] = field(default_factory=Counter)

    def next(self) -> tuple[Attempt, Mutant]:
        mutant = self.waiting.pop(0)
        return replace(
            self.original,
            label=f"{self.original.label}, {mutant.change}",
            source=mutant.source,
            every_case=False,
            cpu_ms=MUTANT_CPU_MS,
        ), mutant


def outcome_of(original: Sequence[str], mutant: Found) -> str:
    """What a mutant's verdict is worth. Behind the first case that it failed none was run."""
    if mutant.verdict is Verdict.COMPILE_ERROR:
        return UNCOMPILED
    same = list(mutant.answers) == list(original[: len(mutant.answers)])
    if mutant.accepted:
        return EQUIVALENT if same and len(mutant.answers) == len(original) else WRONG
    return WRONG if same else REJECTED


UNCOMPILED, EQUIVALENT, REJECTED, WRONG = "do not compile", "answer the same", "rejected", "judged wrongly"


async def measure_mutants(measurement: Measurement, right: Sequence[Subject], wanted: int, seed: int) -> None:
    """Judge mutants of right programs; every one that answers other bytes must be rejected."""
    all_mutated = []
    for subject in right:
        known = measurement.known(subject.attempt)
        assert known is not None
        chance = random.Random(f"{seed} {subject.attempt.label}")
        mutants = mutants_of(
            subject.attempt.source, subject.attempt.language, TRIES_FOR_EACH * wanted, chance
        )
        all_mutated.append(Mutated(original=subject.attempt, answers=known.answers, waiting=mutants))
    while unfinished := [one for one in all_mutated if one.waiting and one.outcomes[REJECTED] < wanted]:
        turn = [(mutated, *mutated.next()) for mutated in unfinished]
        await measurement.judge_new([attempt for _, attempt, _ in turn if measurement.known(attempt) is None])
        for mutated, attempt, mutant in turn:
            found = measurement.known(attempt)
            if found is None:
                mutated.waiting.insert(0, mutant)
                continue
            outcome = outcome_of(mutated.answers, found)
            mutated.outcomes[outcome] += 1
            if outcome is WRONG:
                print(f"WRONG {attempt.label}; {found.explanation}", flush=True)
        if measurement.time_is_up:
            break
    print_mutants(all_mutated, wanted)


def print_mutants(all_mutated: Sequence[Mutated], wanted: int) -> None:
    """Print a row for each language, and which solutions have no mutant that differs."""
    languages = sorted({mutated.original.language for mutated in all_mutated})
    for language in languages:
        of_language = [mutated for mutated in all_mutated if mutated.original.language == language]
        counts = sum((mutated.outcomes for mutated in of_language), Counter[str]())
        with_one = sum(mutated.outcomes[REJECTED] > 0 for mutated in of_language)
        print(
            f"mutants, {language:12} of {len(of_language):4} solutions, {with_one:4} with one that differs: "
            + ", ".join(f"{counts[name]:4} {name}" for name in (REJECTED, EQUIVALENT, UNCOMPILED, WRONG))
        )
    for mutated in all_mutated:
        if not mutated.waiting and not mutated.outcomes[REJECTED]:
            print(f"NO MUTANT DIFFERS {mutated.original.label}: {dict(mutated.outcomes)}")
    left = sum(bool(one.waiting) and one.outcomes[REJECTED] < wanted for one in all_mutated)
    if left:
        print(f"of {left} solutions mutants were left when the time was up")


async def measure(arguments: argparse.Namespace, sandbox: Sandbox) -> None:
    """Judge right solutions, then mutants of those that were accepted."""
    judge = Judge(sandbox)
    measurement = Measurement(judge, Record(arguments.record), arguments.seconds, retry=arguments.retry)
    languages = arguments.languages.split(",")
    subjects = [
        subject
        for line in read_lines(arguments.file, arguments.only)
        for subject in await subjects_of(
            line, languages, judge, random.Random(f"{arguments.seed} {line.name}")
        )
    ]
    right = await measure_solutions(measurement, subjects)
    typed = [subject for subject in right if not subject.is_untyped]
    await measure_mutants(measurement, typed, arguments.mutants, arguments.seed)


async def run(arguments: argparse.Namespace) -> None:
    """Measure with a sandbox of its own."""
    sandbox = make_sandbox(boxes=BOXES, queue=16)
    await sandbox.start()
    try:
        readiness = sandbox.readiness()
        if not readiness.available:
            raise SystemExit(readiness.reason)
        await measure(arguments, sandbox)
    finally:
        await sandbox.close()


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.leetcode", description=__doc__)
    parser.add_argument("file", type=Path, help="JSON lines")
    parser.add_argument("--languages", default=",".join(LANGUAGES), help="comma-separated")
    parser.add_argument("--only", default="", help="comma-separated question ids")
    parser.add_argument("--mutants", type=int, default=3, help="mutants of each solution that are to differ")
    parser.add_argument("--seconds", type=float, default=900, help="the most time for all of it")
    parser.add_argument("--record", type=Path, help="a file to keep the findings in, and to go on from")
    parser.add_argument("--retry", action="store_true", help="judge again what the record has as rejected")
    parser.add_argument("--seed", type=int, default=1)
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
