"""A batch that several replicas judge has the answers that one would give."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from sandbox.turns import ASKER, Asker
from service.answering import Answer
from service.dispatch import Batches, Dispatcher
from service.fanout.batches import FannedOut, judge_chunk
from service.metrics import Metrics
from verifiers.base import Judgement, Verdict
from verifiers.code.store import ProblemStore
from verifiers.code.submission import CodeSubmission
from verifiers.errors import RequestError
from verifiers.math.verifier import MathSubmission

LENGTHS = {"rewards": {"accuracy": 1.0, "length": 1.0}}


class StringMath:
    """Takes the same words for the same answer."""

    async def judge(self, submission: MathSubmission) -> Judgement:
        right = submission.completion in submission.golds
        verdict = Verdict.ACCEPTED if right else Verdict.WRONG_ANSWER
        return Judgement(verdict=verdict, reason="", score=float(right), extracted=submission.completion)

    async def judge_many(
        self, submissions: Sequence[MathSubmission]
    ) -> AsyncGenerator[tuple[int, Judgement | RequestError], None]:
        for index, submission in enumerate(submissions):
            await asyncio.sleep(0)
            yield index, await self.judge(submission)


class NoCode:
    async def judge(self, submission: CodeSubmission) -> Judgement:
        raise AssertionError("there are no programs here")


class OtherReplicas:
    """As many replicas as there are lanes, behind the wire."""

    def __init__(self, dispatcher: Dispatcher, lanes: int) -> None:
        self._dispatcher = dispatcher
        self._lanes = lanes
        self.chunks = 0
        self.askers: set[Asker] = set()

    async def lanes(self) -> int:
        return self._lanes

    async def judge(self, chunk: bytes) -> bytes:
        self.chunks += 1
        return await asyncio.create_task(self._judge(chunk))

    async def _judge(self, chunk: bytes) -> bytes:
        answers = await judge_chunk(self._dispatcher, chunk)
        self.askers.add(ASKER.get())
        return answers


def dispatcher(folder: Path) -> Dispatcher:
    return Dispatcher(
        math=StringMath(),
        code=NoCode(),
        store=ProblemStore(folder),
        metrics=Metrics(),
        math_queue=9,
        math_workers=2,
        boxes=1,
    )


async def answers(batches: Batches, items: Sequence[object], defaults: Mapping[str, Any]) -> list[Answer]:
    found: dict[int, Answer] = {}
    async with aclosing(batches.verify_many(items, defaults)) as stream:
        async for index, answer in stream:
            assert index not in found
            found[index] = {name: value for name, value in answer.items() if name not in {"timing", "cached"}}
    return [found[index] for index in range(len(items))]


ITEMS: list[object] = [
    *({"completion": f"{n % 7}", "gold": "3", "id": n, "metadata": {"n": 2**70 + n}} for n in range(900)),
    *({"completion": "3" * (n % 5), "gold": "3", "group": n // 40, **LENGTHS} for n in range(400)),
    {"completion": "no task"},
    17,
    None,
    {"completion": "\ufffd", "gold": "3"},
    {"completion": "x", "gold": "3", "extra": 1},
    {"completion": "x", "problem": "sha256:" + "0" * 64},
]


@pytest.mark.parametrize("defaults", [{}, {"rewards": {"accuracy": 2.0}}])
def test_the_answers_do_not_depend_on_who_judges(tmp_path: Path, defaults: dict[str, Any]) -> None:
    async def run() -> None:
        plain = dispatcher(tmp_path)
        others = OtherReplicas(dispatcher(tmp_path), lanes=4)
        spread = await answers(FannedOut(plain, others), ITEMS, defaults)
        assert others.chunks
        assert spread == await answers(plain, ITEMS, defaults)

    asyncio.run(run())


def test_a_batch_waits_for_its_turn_elsewhere_as_it_does_here(tmp_path: Path) -> None:
    async def run() -> None:
        ASKER.set(Asker(client="trainer", batch="7", patient=True))
        others = OtherReplicas(dispatcher(tmp_path), lanes=4)
        await answers(FannedOut(dispatcher(tmp_path), others), ITEMS, {})
        (asker,) = others.askers
        assert (asker.client, asker.patient) == ("trainer", True)
        assert asker.batch.endswith(" 7")

    asyncio.run(run())


@pytest.mark.parametrize(("lanes", "count"), [(0, 3_000), (4, 500)])
def test_one_replica_or_a_small_batch_sends_nothing_away(tmp_path: Path, lanes: int, count: int) -> None:
    async def run() -> None:
        others = OtherReplicas(dispatcher(tmp_path), lanes)
        items = [{"completion": str(n), "gold": "3"} for n in range(count)]
        assert len(await answers(FannedOut(dispatcher(tmp_path), others), items, {})) == count
        assert not others.chunks

    asyncio.run(run())
