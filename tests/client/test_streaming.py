"""`verify_stream`: every item is found once, whatever becomes of the answer on its way."""

import asyncio
import itertools
from contextlib import aclosing
from typing import Any

import pytest
from rewardd_client import AsyncRewarddClient, Refused, Result, RewarddClient, Unavailable

ITEMS = [{"completion": str(number), "gold": number % 3} for number in range(10)]
REWARDS = [float(str(number % 3) in str(number)) for number in range(10)]
CLOSED = None
UNHEARD_OF: Any = (404, {}, "Path '/' not found. Ping http://.../-/routes for available routes.")


def collect(url: str, items: Any, *, asynchronous: bool, **options: Any) -> list[tuple[int, Result]]:
    if not asynchronous:
        with RewarddClient(url, **options) as client:
            return list(client.verify_stream(items))

    async def main() -> list[tuple[int, Result]]:
        async with AsyncRewarddClient(url, **options) as client:
            return [pair async for pair in client.verify_stream(items)]

    return asyncio.run(main())


def rewards(found: list[tuple[int, Result]]) -> list[float | None]:
    assert sorted(index for index, _ in found) == list(range(len(found)))
    return [result.reward for _, result in sorted(found, key=lambda pair: pair[0])]


BOTH = pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])


@BOTH
def test_results_come_as_they_are_made(server: Any, asynchronous: bool) -> None:
    found = collect(server.url, ITEMS, asynchronous=asynchronous)
    assert [index for index, _ in found] == list(reversed(range(10)))
    assert rewards(found) == REWARDS


@BOTH
@pytest.mark.parametrize("first", [CLOSED, (503, {"retry-after": "0"}, {}), (500, {}, {}), UNHEARD_OF])
def test_what_breaks_off_is_asked_again_without_what_was_there(
    server: Any, asynchronous: bool, first: Any
) -> None:
    server.script, server.cuts = [first], [3, 0, 6]
    found = collect(server.url, ITEMS, asynchronous=asynchronous)
    assert rewards(found) == REWARDS
    assert [len(body["items"]) for _, _, body, _ in server.requests] == [10, 10, 7, 7, 1]


@BOTH
def test_only_what_the_deadline_cut_off_is_asked_again(server: Any, asynchronous: bool) -> None:
    judge, asked = server.judge, itertools.count()
    late = {"code": "deadline_exceeded", "message": "the time is up"}
    server.judge = lambda item: (
        judge(item) if next(asked) % 4 else {"verdict": "internal_error", "reward": None, "error": late}
    )
    assert rewards(collect(server.url, ITEMS, asynchronous=asynchronous)) == REWARDS
    assert [len(body["items"]) for _, _, body, _ in server.requests][:2] == [10, 3]


def test_a_group_is_asked_again_as_a_whole_and_told_once(server: Any) -> None:
    server.cuts = [3]
    items = [{**item, "group": number // 4} for number, item in enumerate(ITEMS)]
    assert rewards(collect(server.url, items, asynchronous=False)) == REWARDS
    # Of the third group (two samples) all came, of the second one sample did.
    assert [len(body["items"]) for _, _, body, _ in server.requests] == [10, 8]


def test_a_lasting_failure_is_found_without_a_reward(server: Any) -> None:
    server.judge = lambda item: {"reward": None, "verdict": "internal_error", "reason": "broken"}
    assert rewards(collect(server.url, ITEMS[:2], asynchronous=False)) == [None, None]
    assert len(server.requests) == 3


@BOTH
def test_a_batch_that_is_too_large_is_sent_in_parts(server: Any, asynchronous: bool) -> None:
    answer = server.answer
    server.answer = lambda method, body: (
        answer(method, body)
        if len(body["items"]) <= 3
        else (413, {}, {"error": {"code": "body_too_large", "message": "too much"}})
    )
    assert rewards(collect(server.url, ITEMS, asynchronous=asynchronous)) == REWARDS
    with RewarddClient(server.url) as client:
        assert [result.reward for result in client.verify_batch(ITEMS).results] == REWARDS


def test_patience_ends_and_what_came_is_kept(server: Any) -> None:
    server.cuts = [4] + [0] * 1000
    found = []

    def follow(client: RewarddClient) -> None:
        for index, _ in client.verify_stream(ITEMS):
            found.append(index)

    with RewarddClient(server.url, patience_s=0.1) as client, pytest.raises(Unavailable, match="tries"):
        follow(client)
    assert found == [9, 8, 7, 6]


@BOTH
def test_a_refusal_is_raised(server: Any, asynchronous: bool) -> None:
    server.script = [(401, {}, {"error": {"code": "key_missing", "message": "A key is needed."}})]
    with pytest.raises(Refused, match="REWARDD_API_KEY"):
        collect(server.url, ITEMS, asynchronous=asynchronous)


def test_a_stream_that_is_left_gives_its_connection_back(server: Any) -> None:
    async def main() -> None:
        async with AsyncRewarddClient(server.url, connections=1) as client:
            async with aclosing(client.verify_stream(ITEMS)) as stream:
                await anext(stream)
            assert (await client.verify(completion="4", gold="4")).reward == 1.0

    asyncio.run(main())
