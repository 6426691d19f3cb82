"""Every item is answered once, whatever fails."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.fanout.race import TRIES, Patience, Race, Unsent

QUICK = Patience(factor=2.0, least_s=0.01, unknown_s=0.02)
FOREVER_S = 3600.0

Judge = Callable[[Sequence[int]], Awaitable[list[str]]]


def right(indexes: Sequence[int]) -> list[str]:
    return [f"answer {index}" for index in indexes]


async def at_once(indexes: Sequence[int]) -> list[str]:
    await asyncio.sleep(0)
    return right(indexes)


def given_up(index: int, error: Exception) -> str:
    return f"gave up {index}: {error}"


def answered(chunks: Sequence[Sequence[int]], here: Judge, away: Judge, lanes: int = 4) -> dict[int, str]:
    """All answers; fails if an item has two."""

    async def run() -> dict[int, str]:
        race = Race(chunks, here=here, away=away, lanes_away=lanes, give_up=given_up, patience=QUICK)
        answers: dict[int, str] = {}
        async with asyncio.timeout(30), aclosing(race.answers()) as stream:
            async for index, answer in stream:
                assert index not in answers
                answers[index] = answer
        return answers

    return asyncio.run(run())


class Scripted:
    """A judge whose calls come out as they are told to."""

    def __init__(self, script: Sequence[str]) -> None:
        self._script = list(script)
        self.calls: list[tuple[int, ...]] = []

    async def __call__(self, indexes: Sequence[int]) -> list[str]:
        self.calls.append(tuple(indexes))
        match self._script.pop(0) if self._script else "right":
            case "unsent":
                raise Unsent
            case "lost":
                raise ConnectionError("the replica died")
            case "too few":
                return right(indexes)[1:]
            case "never":
                await asyncio.sleep(FOREVER_S)
            case "late":
                await asyncio.sleep(0.03)
        return right(indexes)


OUTCOMES = st.lists(st.sampled_from(["right", "late", "unsent", "lost", "too few", "never"]), max_size=12)


@given(
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=8),
    away=OUTCOMES,
    here=st.lists(st.sampled_from(["right", "late", "lost"]), max_size=3),
    lanes=st.integers(0, 6),
)
def test_every_item_is_answered_once(sizes: list[int], away: list[str], here: list[str], lanes: int) -> None:
    indexes = iter(range(sum(sizes)))
    chunks = [[next(indexes) for _ in range(size)] for size in sizes]
    there = Scripted(away)
    answers = answered(chunks, Scripted(here), there, lanes)
    assert sorted(answers) == list(range(sum(sizes)))
    wrong = {index for index, answer in answers.items() if answer != f"answer {index}"}
    losses = sum(outcome in {"lost", "too few"} for outcome in away) + here.count("lost")
    assert not wrong or losses >= TRIES
    assert all(answers[index].startswith(f"gave up {index}") for index in wrong)


def test_the_chunk_of_a_replica_that_died_is_judged_elsewhere() -> None:
    away = Scripted(["lost"])
    answers = answered([[0, 1], [2, 3], [4, 5]], at_once, away, lanes=1)
    assert answers == dict(enumerate(right(range(6))))


def test_no_chunk_is_lost_for_ever() -> None:
    async def lost(_: Sequence[int]) -> list[str]:
        raise ConnectionError("the replica died")

    answers = answered([[0], [1]], lost, lost)
    assert answers == {index: f"gave up {index}: the replica died" for index in range(2)}


def test_a_cluster_that_takes_nothing_costs_no_answer() -> None:
    async def full(_: Sequence[int]) -> list[str]:
        raise Unsent

    assert answered([[index] for index in range(20)], at_once, full) == dict(enumerate(right(range(20))))


def test_a_straggler_is_judged_a_second_time() -> None:
    away = Scripted(["never"])
    assert answered([[0], [1], [2]], at_once, away, lanes=1) == dict(enumerate(right(range(3))))
    assert len(away.calls) == 1


def test_a_straggler_whose_second_judge_straggles_too_ends_all_the_same() -> None:
    away = Scripted(["never"] * 9)
    assert answered([[0], [1]], Scripted(["lost", "lost"]), away) == dict(enumerate(right(range(2))))


def test_whoever_is_fast_gets_more() -> None:
    judged: Counter[str] = Counter()

    def judge(name: str, takes_s: float) -> Judge:
        async def judge(indexes: Sequence[int]) -> list[str]:
            await asyncio.sleep(takes_s)
            judged[name] += 1
            return right(indexes)

        return judge

    answered([[index] for index in range(60)], judge("here", 0.02), judge("away", 0.002), lanes=2)
    assert judged["away"] > judged["here"]


def test_leaving_ends_what_is_under_way() -> None:
    under_way: Counter[str] = Counter()

    async def slow(indexes: Sequence[int]) -> list[str]:
        under_way["begun"] += 1
        try:
            await asyncio.sleep(FOREVER_S if under_way["begun"] > 1 else 0)
        except asyncio.CancelledError:
            under_way["ended"] += 1
            raise
        return right(indexes)

    async def run() -> None:
        race = Race([[0], [1], [2], [3]], here=slow, away=slow, lanes_away=2, give_up=given_up)
        async with aclosing(race.answers()) as stream:
            async for _ in stream:
                await asyncio.sleep(0.01)
                break

    asyncio.run(run())
    assert under_way["begun"] == 4
    assert under_way["ended"] == 3


@pytest.mark.parametrize(
    ("durations", "expected"), [([], 30.0), ([0.1, 0.1, 5.0], 1.0), ([2.0, 2.0, 2.0], 6.0)]
)
def test_patience_goes_by_what_others_took(durations: list[float], expected: float) -> None:
    assert Patience().for_one(durations) == expected
