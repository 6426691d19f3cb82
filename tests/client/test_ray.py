"""Calls by handles of Ray Serve, with a stand-in for Ray; tests/ray has the real one."""

import asyncio
import json
import sys
import types
from collections.abc import Mapping
from typing import Any

import pytest
from rewardd_client.ray import AsyncRayRewarddClient, RayRewarddClient

from tests.client.conftest import judge_by_gold

ITEMS = [{"completion": str(number), "gold": number % 2} for number in range(6)]
REWARDS = [float(str(number % 2) in str(number)) for number in range(6)]


class Call:
    def __init__(self, answer: tuple[int, Mapping[str, str], bytes]) -> None:
        self.answer = answer

    def result(self, *, timeout_s: float) -> Any:
        assert timeout_s > 0
        return self.answer

    def __await__(self) -> Any:
        yield from asyncio.sleep(0).__await__()
        return self.answer


def request(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Call:
    results = [judge_by_gold(item) for item in json.loads(body)["items"]]
    if headers.get("Accept") != "application/x-ndjson":
        return Call((200, {}, json.dumps({"results": results, "groups": {}}).encode()))
    lines = [json.dumps({"index": index, **result}) for index, result in enumerate(results)]
    return Call((200, {"content-type": "application/x-ndjson"}, "\n".join(lines).encode()))


@pytest.fixture(autouse=True)
def _ray(monkeypatch: pytest.MonkeyPatch) -> None:
    serve: Any = types.ModuleType("ray.serve")
    handle = types.SimpleNamespace(request=types.SimpleNamespace(remote=request))
    serve.get_app_handle = lambda app: handle
    monkeypatch.setitem(sys.modules, "ray", types.ModuleType("ray"))
    monkeypatch.setitem(sys.modules, "ray.serve", serve)


def test_batches_and_streams() -> None:
    with RayRewarddClient() as client:
        assert [result.reward for result in client.verify_batch(ITEMS).results] == REWARDS
        assert [result.reward for _, result in client.verify_stream(ITEMS)] == REWARDS


def test_batches_and_streams_to_await() -> None:
    async def main() -> None:
        async with AsyncRayRewarddClient() as client:
            assert [result.reward for result in (await client.verify_batch(ITEMS)).results] == REWARDS
            assert [result.reward async for _, result in client.verify_stream(ITEMS)] == REWARDS

    asyncio.run(main())
