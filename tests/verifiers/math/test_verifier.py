"""End to end through real worker processes, hostile answers included."""

import asyncio
import json
import math
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from sandbox.base import WorkerOutcome, WorkerResult
from sandbox.errors import BoxFailed
from sandbox.workers import ProcessWorkerPool
from verifiers.base import Judgement, Verdict
from verifiers.errors import InvalidGold, InvalidSubmission, RequestError
from verifiers.math.exchange import Item
from verifiers.math.extraction import MARKERS
from verifiers.math.judging import judge_item
from verifiers.math.options import MathOptions
from verifiers.math.verifier import WORKER_MEMORY_BYTES, WORKER_MODULES, MathSubmission, MathVerifier


def submission(completion: str, *golds: str, **fields: Any) -> MathSubmission:
    return MathSubmission(completion=completion, golds=golds, **fields)


def judge(*submissions: MathSubmission) -> list[Judgement | RequestError]:
    async def scene() -> list[Judgement | RequestError]:
        pool = ProcessWorkerPool(2, WORKER_MEMORY_BYTES, WORKER_MODULES)
        try:
            results = [result async for result in MathVerifier(pool).judge_many(submissions)]
        finally:
            await pool.close()
        assert sorted(index for index, _ in results) == list(range(len(submissions)))
        return [judged for _, judged in sorted(results, key=lambda result: result[0])]

    return asyncio.run(scene())


def verdicts(*submissions: MathSubmission) -> list[Verdict | None]:
    return [judged.verdict if isinstance(judged, Judgement) else None for judged in judge(*submissions)]


def test_verdicts_and_scores() -> None:
    judged = judge(
        submission("It is \\boxed{\\frac{1}{2}}.", "0.5"),
        submission("It is \\boxed{7}.", "8"),
        submission("I do not know.", "8"),
        submission("<think>\\boxed{8}</think>I give up.", "8"),
        submission("\\boxed{8}", "7", "4 + 4 = 8\n#### 8"),
    )
    assert all(isinstance(one, Judgement) for one in judged)
    found = [(one.verdict, one.score, one.extracted) for one in judged if isinstance(one, Judgement)]
    assert found == [
        (Verdict.ACCEPTED, 1.0, "\\frac{1}{2}"),
        (Verdict.WRONG_ANSWER, 0.0, "7"),
        (Verdict.NO_ANSWER, 0.0, None),
        (Verdict.NO_ANSWER, 0.0, None),
        (Verdict.ACCEPTED, 1.0, "8"),
    ]


def test_an_unreadable_gold_is_that_items_error_whatever_the_answer_is() -> None:
    bad = "\\frac{1}{"
    judged = judge(
        submission("\\boxed{1}", bad), submission("no answer here", bad), submission("\\boxed{1}", "1")
    )
    assert [type(one) for one in judged] == [InvalidGold, InvalidGold, Judgement]


def test_an_unreadable_gold_is_named() -> None:
    bad = "\\frac{1}{"
    judged = judge(submission("\\boxed{1}", bad), submission("\\boxed{1}", "1", "2", bad))
    assert [one.field for one in judged if isinstance(one, InvalidGold)] == ["gold", "gold.2"]


def test_a_single_submission_raises_for_its_gold() -> None:
    async def scene() -> None:
        pool = ProcessWorkerPool(1, WORKER_MEMORY_BYTES, WORKER_MODULES)
        try:
            with pytest.raises(InvalidGold):
                await MathVerifier(pool).judge(submission("\\boxed{1}", "\\frac{1}{"))
        finally:
            await pool.close()

    asyncio.run(scene())


@pytest.mark.parametrize(
    "fields",
    [
        {"extraction": ("nose",)},
        {"extraction": ()},
        {"tolerance": -1.0},
        {"tolerance": 1.0},
        {"tolerance": math.nan},
    ],
)
def test_options_that_make_no_sense_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidSubmission):
        MathOptions(**fields)


def test_a_submission_needs_a_gold() -> None:
    with pytest.raises(InvalidSubmission):
        submission("\\boxed{1}")


HOSTILE = [
    (case["family"], "".join(piece * count for piece, count in case["pieces"]))
    for case in json.loads(
        (Path(__file__).parents[2] / "cases/math/hostile/answers.json").read_text(encoding="utf-8")
    )["cases"]
]
HOSTILE_GOLDS = ("42", "x+1", "[0,1)\\cup(2,3)", "\\{1,\\sqrt{2}\\}")


@pytest.mark.timeout(120)
@pytest.mark.parametrize("family", list(dict.fromkeys(family for family, _ in HOSTILE)))
def test_hostile_answers_are_refused_or_given_up_and_good_ones_beside_them_are_judged(family: str) -> None:
    """One pool and many tasks at once, each of which sends hostile answers and then a good one."""
    answers = [answer for name, answer in HOSTILE if name == family]

    async def one(verifier: MathVerifier, number: int, answer: str) -> tuple[list[Verdict | None], Judgement]:
        good = submission(f"{number}: \\boxed{{\\frac{{84}}{{2}}}}", "42")
        hostile = [submission(f"\\boxed{{{answer}}}", gold) for gold in HOSTILE_GOLDS]
        judged = [judged async for _, judged in verifier.judge_many([*hostile, good])]
        found = [each.verdict if isinstance(each, Judgement) else None for each in judged]
        return found, await verifier.judge(good)

    async def scene() -> list[tuple[list[Verdict | None], Judgement]]:
        pool = ProcessWorkerPool(2, WORKER_MEMORY_BYTES, WORKER_MODULES)
        verifier = MathVerifier(pool)
        try:
            return await asyncio.gather(*(one(verifier, *each) for each in enumerate(answers)))
        finally:
            await pool.close()

    refused = {Verdict.WRONG_ANSWER, Verdict.UNVERIFIABLE, Verdict.NO_ANSWER}
    for found, good in asyncio.run(scene()):
        assert good.verdict is Verdict.ACCEPTED
        assert found.count(Verdict.ACCEPTED) == 1
        assert set(found) <= refused | {Verdict.ACCEPTED}


@pytest.mark.parametrize(
    "text",
    ["\\boxed{1}" * 1_000_000, "x" * 1_000_000, "7" * 1_000_000, "\\boxed{" * 100_000, "<think>" * 140_000],
    ids=["boxes", "letters", "digits", "open boxes", "thoughts"],
)
def test_huge_completions_are_judged(text: str) -> None:
    [judged] = judge(submission(text, "42"))
    assert isinstance(judged, Judgement)
    assert judged.score in (0.0, None)
    assert judged.verdict is not Verdict.INTERNAL_ERROR


class PoolThatLingers:
    """Its first stage goes on until a proof has begun."""

    def __init__(self) -> None:
        self.proof_begun = asyncio.Event()

    async def map(
        self, function: str, items: Sequence[object], *, deadline_ms: int
    ) -> AsyncIterator[WorkerResult]:
        if function.endswith("prove_item"):
            self.proof_begun.set()
            yield WorkerResult(0, WorkerOutcome.TIMED_OUT)
            return
        undecided = judge_item(
            Item(
                completion="\\boxed{\\tanh(500)}",
                golds=["1"],
                prompt=None,
                extraction=list(MARKERS),
                tolerance=None,
            )
        )
        yield WorkerResult(0, WorkerOutcome.DONE, undecided)
        await asyncio.wait_for(self.proof_begun.wait(), timeout=20)
        yield WorkerResult(1, WorkerOutcome.TIMED_OUT)

    async def close(self) -> None:
        pass


def test_proofs_begin_while_others_are_still_read() -> None:
    async def scene() -> list[int]:
        two = [submission("\\boxed{\\tanh(500)}", "1"), submission("\\boxed{2}", "1")]
        return [index async for index, _ in MathVerifier(PoolThatLingers()).judge_many(two)]

    assert sorted(asyncio.run(scene())) == [0, 1]


class ScriptedPool:
    """Answers every call as told."""

    def __init__(self, outcome: WorkerOutcome | None) -> None:
        self.outcome = outcome
        self.seen: list[int] = []

    async def map(
        self, function: str, items: Sequence[object], *, deadline_ms: int
    ) -> AsyncIterator[WorkerResult]:
        self.seen.append(len(items))
        if self.outcome is None:
            raise BoxFailed("no workers")
        for index, _ in enumerate(items):
            yield WorkerResult(index, self.outcome, error="as told")

    async def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [
        (WorkerOutcome.TIMED_OUT, Verdict.UNVERIFIABLE),
        (WorkerOutcome.DIED, Verdict.UNVERIFIABLE),
        (WorkerOutcome.FAILED, Verdict.INTERNAL_ERROR),
        (None, Verdict.INTERNAL_ERROR),
    ],
)
def test_what_goes_wrong_with_a_worker_never_scores(outcome: WorkerOutcome | None, verdict: Verdict) -> None:
    judged = asyncio.run(MathVerifier(ScriptedPool(outcome)).judge(submission("\\boxed{1}", "1")))
    assert (judged.verdict, judged.score) == (verdict, None)


def test_identical_submissions_are_judged_once() -> None:
    async def scene() -> list[int]:
        pool = ScriptedPool(WorkerOutcome.TIMED_OUT)
        same = [submission("\\boxed{1}", "1")] * 16 + [submission("\\boxed{2}", "1")]
        results = [index async for index, _ in MathVerifier(pool).judge_many(same)]
        assert sorted(results) == list(range(17))
        return pool.seen

    assert asyncio.run(scene())[0] == 2
