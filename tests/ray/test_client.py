"""Trainers on the same cluster: by handle, from a driver and from actors, as over HTTP."""

import asyncio
from typing import Any

import pytest
import ray
from rewardd_client import Refused, Unavailable
from rewardd_client.ray import AsyncRayRewarddClient, RayRewarddClient
from rewardd_client.trainers import openrlhf, skyrl, verl

from tests.ray.cluster import APP, Service

URL = f"ray-serve://{APP}"
SQUARE = {"kind": "stdio", "tests": [{"input": "3\n", "output": "9\n"}]}
RIGHT = "```python\nprint(int(input()) ** 2)\n```"


@pytest.mark.usefixtures("service")
def test_items_are_judged_by_handle() -> None:
    with RayRewarddClient(URL) as client:
        assert client.verify(completion="\\boxed{1/2}", gold="0.5").reward == 1.0
        batch = client.verify_batch(
            [
                {"completion": RIGHT, "problem": SQUARE, "group": "a"},
                {"completion": "nothing", "problem": SQUARE, "group": "a"},
            ],
            advantages="grpo",
        )
        assert [result.reward for result in batch.results] == [1.0, 0.0]
        assert set(batch.groups) == {"a"}
        assert client.put_problem(SQUARE).startswith("sha256:")


@pytest.mark.usefixtures("service")
def test_what_makes_no_sense_is_refused() -> None:
    with RayRewarddClient(URL) as client, pytest.raises(Refused, match="message"):
        client.verify(completion=[], gold="1")


@pytest.mark.usefixtures("service")
def test_an_application_that_is_not_there_is_told() -> None:
    with RayRewarddClient("ray-serve://nobody", patience_s=0) as client, pytest.raises(Unavailable):
        client.verify(completion="\\boxed{1}", gold="1")


def test_another_address_is_refused() -> None:
    with pytest.raises(ValueError, match="no address of an application"):
        RayRewarddClient("http://127.0.0.1:8000")


@pytest.mark.usefixtures("service")
def test_many_are_awaited_at_once() -> None:
    async def run() -> list[float | None]:
        async with AsyncRayRewarddClient(URL) as client:
            answers = [client.verify(completion=f"\\boxed{{{n}}}", gold="3") for n in range(6)]
            return [result.reward for result in await asyncio.gather(*answers)]

    assert asyncio.run(run()) == [0.0, 0.0, 0.0, 1.0, 0.0, 0.0]


def test_trainers_functions_work_in_actors(service: Service) -> None:
    class Trainer:
        def scores(self) -> list[Any]:
            import os

            os.environ["REWARDD_URL"] = URL
            score = verl.compute_score("math", "\\boxed{4}", "4")
            many = verl.compute_score_batch(
                ["math"] * 2, ["\\boxed{4}", "\\boxed{5}"], ["4", "4"], [None, None]
            )
            rewards = openrlhf.reward_func(["\\boxed{4}"], [""], ["4"])
            environment = skyrl.RewarddEnv({"url": URL}, {"reward_spec": {"ground_truth": "4"}})
            return [
                score["score"],
                [one["score"] for one in many],
                [float(reward) for reward in rewards["rewards"]],
                environment.step("\\boxed{4}")["reward"],
            ]

    class AsyncTrainer:
        async def score(self) -> float:
            return (await verl.compute_score_async("math", "\\boxed{4}", "4", url=URL))["score"]

    assert service.url
    kind, async_kind = ray.remote(num_cpus=0)(Trainer), ray.remote(num_cpus=0)(AsyncTrainer)
    answers = ray.get([kind.remote().scores.remote(), async_kind.remote().score.remote()], timeout=90)
    assert answers == [[1.0, [1.0, 0.0], [1.0], 1.0], 1.0]
