"""Many calls at once: few connections, kept and shared, and nothing lost."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from rewardd_client import AsyncRewarddClient, RewarddClient, Unavailable

CALLS = 300
REWARDS = [float(str(number % 3) in str(number)) for number in range(CALLS)]


def test_tasks_share_few_connections(server: Any) -> None:
    async def main() -> list[float | None]:
        async with AsyncRewarddClient(server.url, connections=4) as client:
            calls = (client.verify(completion=str(n), gold=str(n % 3)) for n in range(CALLS))
            return [result.reward for result in await asyncio.gather(*calls)]

    assert asyncio.run(main()) == REWARDS
    assert server.connections <= 4


def test_threads_share_few_connections(server: Any) -> None:
    with RewarddClient(server.url, connections=4) as client, ThreadPoolExecutor(100) as threads:
        results = list(
            threads.map(lambda n: client.verify(completion=str(n), gold=str(n % 3)).reward, range(CALLS))
        )
    assert results == REWARDS
    assert server.connections <= 4


def test_who_waits_too_long_for_a_connection_is_told(server: Any) -> None:
    async def main() -> None:
        async with AsyncRewarddClient(server.url, connections=1, deadline_s=0.2) as client:
            async for _ in client.verify_stream([{"completion": "4", "gold": "4"}] * 2):
                await client.verify(completion="4", gold="4")

    with pytest.raises(Unavailable, match=r"within 0\.2 s"):
        asyncio.run(main())
