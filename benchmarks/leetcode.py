"""Verdicts on LeetCode problems: right solutions are accepted in every language, mutants of them are not.

    python -m benchmarks.leetcode FILE.jsonl [--languages cpp,java] [--mutants 3] [--seconds 900]

Each line of the file is `{"question_id", "row": a LeetCodeDataset row, "solutions": {language: source}}`.
Three things are counted and every exception is printed with its reason:

* rows as they are: the row's own Python solution against `{"dataset": {"format": "leetcode", "row": …}}`;
* the same problems as `function` problems, against the solutions of each language, once with the problem's
  signature and once with types read from the program alone;
* mutants: one operator or constant of an accepted solution is changed. Whether a mutant differs is decided
  without any checker: the bytes that it and its original answered are compared. One that answered the same
  bytes to every test is set aside as equivalent; any other must be rejected.
"""

import argparse
import asyncio
import json
import random
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.mutation import Mutant, mutants_of
from benchmarks.random_arguments import random_arguments
from sandbox.base import Case, CaseResult, CompileResult, Job, Readiness, Run, Sandbox
from sandbox.factory import make_sandbox
from verifiers.base import Judgement, Verdict
from verifiers.code.datasets import problem_from_row
from verifiers.code.datasets.starter import signature_of
from verifiers.code.languages import Languages
from verifiers.code.problem import Problem
from verifiers.code.signature import Signature
from verifiers.code.verifier import CodeOptions, CodeSubmission, CodeVerifier

LANGUAGES = ("python", "c", "cpp", "java", "go", "typescript", "javascript", "rust")
BOXES = 2
RANDOM_TESTS = 12
MAX_REASON_CHARS = 400
Answers = list[tuple[str, bytes | None]]
"""Of each test: how the process ended and what it answered, as it came out of the box."""


class _RecordedRun:
    """A run whose raw answers are noted as they pass."""

    def __init__(self, run: Run, answers: Answers) -> None:
        self._run = run
        self._answers = answers
        self.queue_ms = run.queue_ms

    async def compiled(self) -> CompileResult | None:
        return await self._run.compiled()

    async def results(self) -> AsyncIterator[CaseResult]:
        async for result in self._run.results():
            self._answers.append((str(result.status), result.answer))
            yield result

    async def send(self, case: Case) -> None:
        await self._run.send(case)


class RecordingSandbox:
    """Keeps what the program of one submission answered."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.name = sandbox.name
        self.answers: Answers = []

    async def start(self) -> None:
        await self._sandbox.start()

    def readiness(self) -> Readiness:
        return self._sandbox.readiness()

    def run(self, job: Job, *, beside: bool = False) -> AbstractAsyncContextManager[Run]:
        return self._recorded(job, beside=beside)

    @asynccontextmanager
    async def _recorded(self, job: Job, *, beside: bool) -> AsyncIterator[Run]:
        self.answers = []
        async with self._sandbox.run(job, beside=beside) as run:
            yield _RecordedRun(run, self.answers)

    async def close(self) -> None:
        await self._sandbox.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One program to judge."""

    label: str
    problem: Problem
    source: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the file."""

    name: str
    row: Mapping[str, str]
    solutions: Mapping[str, str]

    def row_problem(self) -> Problem:
        return problem_from_row("leetcode", self.row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an attempt."""

    judgement: Judgement
    answers: Answers

    @property
    def accepted(self) -> bool:
        return self.judgement.verdict is Verdict.ACCEPTED

    def explanation(self) -> str:
        compiled = self.judgement.compile
        detail = compiled.stderr if compiled is not None and not self.accepted else ""
        return f"{self.judgement.verdict}: {self.judgement.reason} {detail}"[:MAX_REASON_CHARS].rstrip()


class Judge:
    """A verifier over real boxes, a fresh one for each submission so that nothing is remembered."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._languages = Languages.load()

    async def judge(self, attempt: Attempt) -> Outcome:
        recording = RecordingSandbox(self._sandbox)
        verifier = CodeVerifier(recording, self._languages, cache_bytes=0)
        submission = CodeSubmission(
            completion=f"```{attempt.language}\n{attempt.source}\n```",
            problem=attempt.problem,
            language=attempt.language,
            options=CodeOptions(case_details=True),
        )
        judgement = await verifier.judge(submission)
        return Outcome(judgement=judgement, answers=recording.answers)

    async def judge_all(
        self, attempts: Sequence[Attempt], deadline: float
    ) -> AsyncIterator[tuple[Attempt, Outcome]]:
        """Outcomes as they come, of as many attempts as begin before the deadline."""
        waiting = list(reversed(attempts))
        running: set[asyncio.Task[tuple[Attempt, Outcome]]] = set()
        while (waiting and time.monotonic() < deadline) or running:
            while waiting and len(running) < BOXES and time.monotonic() < deadline:
                running.add(asyncio.create_task(self._judged(waiting.pop())))
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                yield task.result()

    async def _judged(self, attempt: Attempt) -> tuple[Attempt, Outcome]:
        return attempt, await self.judge(attempt)


def read_lines(path: Path, only: str) -> list[Line]:
    """What the file holds, or those lines of it whose ids are wanted."""
    wanted = set(only.split(",")) if only else None
    lines = []
    for text in path.read_text().splitlines():
        data = json.loads(text)
        if wanted is None or str(data["question_id"]) in wanted:
            lines.append(Line(name=str(data["question_id"]), row=data["row"], solutions=data["solutions"]))
    return lines


async def problem_of(line: Line, judge: Judge, chance: random.Random) -> Problem | None:
    """What the line's solutions solve: the row's problem if they define its function, else one made for them.

    A problem that is made takes random arguments and the outputs of the line's Python solution.
    """
    problem = line.row_problem()
    if any(re.search(rf"\b{re.escape(problem.entry_point)}\b", source) for source in line.solutions.values()):
        return problem
    python = line.solutions.get("python", "")
    others = [source for language, source in line.solutions.items() if language != "python"]
    for name in re.findall(r"^    def ([a-z]\w*)\(self", python, re.MULTILINE):
        signature = signature_of(python, name)
        if signature is None or not any(re.search(rf"\b{name}\b", source) for source in others):
            continue
        shape = {"kind": "function", "entry_point": name, "signature": signature}
        return await _with_outputs(shape, python, judge, chance)
    return None


async def _with_outputs(
    shape: dict[str, object], python: str, judge: Judge, chance: random.Random
) -> Problem | None:
    blank: dict[str, object] = {**shape, "tests": [{"input": [], "output": None}]}
    signature = Problem.from_json(blank).signature
    assert isinstance(signature, Signature)
    tests = [{"input": random_arguments(signature, chance), "output": None} for _ in range(RANDOM_TESTS)]
    problem = Problem.from_json({**shape, "tests": tests, "limits": {"cpu_ms": 2_000}})
    outcome = await judge.judge(Attempt(label="", problem=problem, source=python, language="python"))
    known: list[dict[str, object]] = []
    for test, (_, answer) in zip(tests, outcome.answers, strict=True):
        told = json.loads(answer) if answer is not None else {}
        if "value" in told:
            known.append({**test, "output": told["value"]})
    return Problem.from_json({**shape, "tests": known}) if known else None


async def attempts_of(
    line: Line, languages: Sequence[str], judge: Judge, chance: random.Random
) -> list[tuple[str, Attempt]]:
    """All that one line asks for, each under the name of what it is counted as."""
    found: list[tuple[str, Attempt]] = []
    if "python" in languages:
        as_it_is = Attempt(
            label=f"{line.name} row",
            problem=line.row_problem(),
            source=line.row["completion"],
            language="python",
        )
        found.append(("rows as they are", as_it_is))
    problem = await problem_of(line, judge, chance)
    if problem is None:
        return found
    origin = "row's" if problem == line.row_problem() else "made"
    for language, source in line.solutions.items():
        if language not in languages or (origin == "made" and language == "python"):
            continue
        label = f"{line.name} {language} {origin}"
        attempt = Attempt(label=label, problem=problem, source=source, language=language)
        untyped = replace(attempt, problem=replace(problem, signature=None), label=f"{label} untyped")
        found += [(f"{language}, {origin}", attempt), (f"{language}, {origin}, no signature", untyped)]
    return found


def is_alone(attempt: Attempt, outcome: Outcome, outcomes: Sequence[tuple[Attempt, Outcome]]) -> bool:
    """Whether at each test that fails most other languages fail too.

    Random arguments break a problem's constraints at times. Then Python's output says nothing about others'.
    """
    line = attempt.label.split()[0]
    others = [
        other.judgement.cases or ()
        for other_attempt, other in outcomes
        if other_attempt.label.startswith(f"{line} ")
        and other_attempt.label.split()[2:3] == ["made"]
        and other_attempt.language != attempt.language
    ]
    failed = [case.index for case in outcome.judgement.cases or () if case.verdict is not Verdict.ACCEPTED]
    return bool(failed and others) and all(
        2 * sum(cases[index].verdict is not Verdict.ACCEPTED for cases in others if cases) > len(others)
        for index in failed
    )


def print_share(title: str, accepted: int, total: int) -> None:
    print(
        f"{title:28} {accepted:4} of {total:4} accepted ({accepted / total:.1%})"
        if total
        else f"{title}: none"
    )


async def measure(arguments: argparse.Namespace, sandbox: Sandbox) -> None:
    """Judge right solutions, then mutants of those that were accepted."""
    chance = random.Random(arguments.seed)
    judge = Judge(sandbox)
    languages = arguments.languages.split(",")
    kinds: dict[str, str] = {}
    attempts: list[Attempt] = []
    for line in read_lines(arguments.file, arguments.only):
        for kind, attempt in await attempts_of(line, languages, judge, chance):
            kinds[attempt.label] = kind
            attempts.append(attempt)
    attempts.sort(key=lambda attempt: ("untyped" in attempt.label, "made" in attempt.label))
    totals, accepted, aside = Counter[str](), Counter[str](), Counter[str]()
    outcomes = [pair async for pair in judge.judge_all(attempts, time.monotonic() + arguments.seconds)]
    right: list[tuple[Attempt, Answers]] = []
    for attempt, outcome in outcomes:
        kind = kinds[attempt.label]
        totals[kind] += 1
        if outcome.accepted:
            accepted[kind] += 1
            if "no signature" not in kind:
                right.append((attempt, outcome.answers))
        elif "made" in kind and is_alone(attempt, outcome, outcomes):
            aside[kind] += 1
            totals[kind] -= 1
        else:
            print(f"REJECTED {attempt.label}: {outcome.explanation()}", flush=True)
    print(f"{aside.total()} attempts at made problems set aside: no other language agrees with Python there")
    for kind in totals:
        print_share(kind, accepted[kind], totals[kind])
    await measure_mutants(arguments, judge, right, chance)


async def measure_mutants(
    arguments: argparse.Namespace, judge: Judge, right: list[tuple[Attempt, Answers]], chance: random.Random
) -> None:
    """Judge mutants of right programs; every one that answers other bytes must be rejected."""
    originals: dict[str, Answers] = {}
    mutants: dict[str, Mutant] = {}
    attempts: list[Attempt] = []
    for original, answers in right:
        for number, mutant in enumerate(
            mutants_of(original.source, original.language, arguments.mutants, chance)
        ):
            label = f"{original.label} mutant {number}"
            originals[label], mutants[label] = answers, mutant
            attempts.append(replace(original, label=label, source=mutant.source))
    chance.shuffle(attempts)
    judged, rejected, equivalent, wrong = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    async for attempt, outcome in judge.judge_all(attempts, time.monotonic() + arguments.seconds):
        judged[attempt.language] += 1
        same = outcome.answers == originals[attempt.label]
        if outcome.accepted != same:
            wrong[attempt.language] += 1
            print(
                f"WRONG {attempt.label}: {mutants[attempt.label].change}; {outcome.explanation()}", flush=True
            )
            print(f"    {originals[attempt.label]} against {outcome.answers}"[:MAX_REASON_CHARS], flush=True)
        elif same:
            equivalent[attempt.language] += 1
        else:
            rejected[attempt.language] += 1
    for language in sorted(judged):
        print(
            f"mutants, {language:12} {judged[language]:4} judged: "
            f"{rejected[language]:4} differ and are rejected, "
            f"{equivalent[language]:4} answer the same, "
            f"{wrong[language]:2} judged wrongly"
        )
    if len(attempts) > judged.total():
        print(f"{len(attempts) - judged.total()} mutants were left when the time was up")


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
    parser.add_argument("--mutants", type=int, default=3, help="mutants of each accepted solution")
    parser.add_argument("--seconds", type=float, default=900, help="the most time for each of the two parts")
    parser.add_argument("--seed", type=int, default=1)
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
