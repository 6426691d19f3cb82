"""Processes that die in the middle of a batch cost no item its answer."""

import contextlib
import json
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from rewardd_client import RewarddClient

from tests.ray.cluster import REPLICAS, UP_S, Service
from tests.waiting import wait_until

SLEEPER = {"kind": "stdio", "tests": [{"input": "3\n", "output": "9\n"}], "limits": {"wall_ms": 20_000}}
RIGHT = "```python\nimport time\ntime.sleep(0.15)\nprint(int(input()) ** 2)  # {}\n```"
WRONG = "```python\nimport time\ntime.sleep(0.15)\nprint(int(input()) + 2)  # {}\n```"
ITEMS = 60
HALF = ITEMS // 2
IN_THE_MIDDLE_S = 2.0
HEARD_S = 3.0
"""Proxies hear of a new replica a moment after Serve has it."""


def items(tag: str) -> list[dict[str, Any]]:
    return [
        {"completion": (RIGHT if n % 2 else WRONG).format(f"{tag} {n}"), "problem": SLEEPER, "id": n}
        for n in range(ITEMS)
    ]


def kill_a_replica(service: Service) -> None:
    os.kill(service.replicas()[0], signal.SIGKILL)


def kill_the_proxies(service: Service) -> None:
    for process in service.proxies():
        os.kill(process, signal.SIGKILL)


def kill_a_node(service: Service) -> None:
    service.replace_node()


@pytest.mark.parametrize("fault", [kill_a_replica, kill_the_proxies, kill_a_node])
def test_every_item_is_answered_once_and_right(service: Service, fault: Callable[[Service], None]) -> None:
    with RewarddClient(service.url, patience_s=120) as client, ThreadPoolExecutor(1) as threads:
        answers = threads.submit(client.verify_batch, items(fault.__name__))
        time.sleep(IN_THE_MIDDLE_S)
        assert not answers.done()
        fault(service)
        results = answers.result(timeout=110).results
    assert [result.reward for result in results] == [float(n % 2) for n in range(ITEMS)]
    service.wait_until_whole()


def streamed(service: Service, tag: str) -> list[dict[str, Any]]:
    """The lines of half a batch, as far as they came."""
    lines: list[dict[str, Any]] = []
    headers = {"Accept": "application/x-ndjson"}
    asked = service.client.stream(
        "POST", "/v1/verify/batch", json={"items": items(tag)[:HALF]}, headers=headers
    )
    with contextlib.suppress(httpx.HTTPError), asked as response:
        lines.extend(json.loads(line) for line in response.iter_lines())
    return lines


def test_a_batch_whose_other_replica_dies_ends_in_one_piece(service: Service) -> None:
    """The client has no part in it: nothing but the replica that has the batch sends chunks again.

    Of one batch more than there are proxies two come by the same one, which gives each replica one of them,
    if it has heard of both by then. Those of the killed replica are lost.
    """
    proxies = REPLICAS + 1  # at every node, the head too
    for attempt in range(4):
        time.sleep(HEARD_S)
        with ThreadPoolExecutor(proxies + 1) as threads:
            tags = [f"{attempt} {number}" for number in range(proxies + 1)]
            batches = [threads.submit(streamed, service, tag) for tag in tags]
            time.sleep(IN_THE_MIDDLE_S)
            os.kill(service.replicas()[0], signal.SIGKILL)
            answers = [batch.result(timeout=60) for batch in batches]
        for lines in answers:
            assert len({line["index"] for line in lines}) == len(lines)
            assert all(line["reward"] == float(line["index"] % 2) for line in lines if "error" not in line)
        service.wait_until_whole()
        if any(len(lines) == HALF for lines in answers):
            return
    pytest.fail("the killed replica always had all batches")


def test_a_replica_whose_boxes_broke_is_replaced(service: Service) -> None:
    before = service.replicas()
    service.break_boxes(before[0])
    wait_until(lambda: before[0] not in service.replicas(), UP_S)
    service.wait_until_whole()
    answer = service.client.post("/v1/verify", json=items("after all")[1]).json()
    assert answer["reward"] == 1.0
