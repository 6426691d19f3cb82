"""Requests leave no cycles of objects: these would hold their bodies until the garbage collector looks."""

import contextlib
import gc
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import httpx
import pytest

from sandbox.pool import STARTING
from service.app import build_app
from service.settings import Settings
from tests.service.trainers.conftest import LiveServer

OURS = ("service", "verifiers", "sandbox")
PROJECT = Path(__file__).parents[2]
STDIO = {"kind": "stdio", "tests": [{"input": "1", "output": "2"}]}
NOT_STORED = "sha256:" + "0" * 64
SLEEPS = "```python\nimport time\ntime.sleep(20)\n```"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    problems = str(tmp_path_factory.mktemp("problems"))
    with LiveServer(build_app(Settings(problems=problems, boxes=2, math_workers=2))) as client:
        while (code := client.get("/readyz").json()["code"])["reason"] == STARTING:
            time.sleep(0.05)
        if not code["ready"]:
            pytest.skip(code["reason"])
        yield client


def judge(client: httpx.Client, turn: int) -> None:
    """Each way in which a request can end, and in which it did leave cycles."""
    adds = f"```python\nimport time\ntime.sleep(0.1)\nprint(int(input()) + 1)  # {turn}\n```"
    program = {"completion": adds, "problem": STDIO}
    answer = client.post("/v1/verify", json=program)
    assert answer.json()["reward"] == 1.0, answer.text
    items = [
        {"completion": f"the answer is {turn}", "gold": "7"},
        {"completion": r"\boxed{1}", "gold": "%%%"},
    ]
    answer = client.post("/v1/verify/batch", json={"items": items})
    assert [result["verdict"] for result in answer.json()["results"]] == ["wrong_answer", "invalid_gold"]
    assert client.post("/v1/verify", content=b"no gzip", headers={"Content-Encoding": "gzip"}).is_error
    assert client.post("/v1/verify", json={**program, "problem": NOT_STORED}).status_code == 404
    assert client.get(f"/v1/problems/{NOT_STORED}").status_code == 404
    late = {"completion": f"{SLEEPS} {turn}", "problem": STDIO}
    assert client.post("/v1/verify", json=late, headers={"X-Request-Timeout": "0.3"}).status_code == 503
    with pytest.raises(httpx.TimeoutException):
        client.post("/v1/verify", json=late, timeout=0.3)


def name_if_ours(thing: object) -> str | None:
    """What it is called, if our code made it."""
    if isinstance(thing, FrameType):
        path = Path(thing.f_code.co_filename)
        ours = path.is_relative_to(PROJECT) and path.relative_to(PROJECT).parts[0] in OURS
        return thing.f_code.co_qualname if ours else None
    kind = type(thing)
    return kind.__qualname__ if kind.__module__.partition(".")[0] in OURS else None


@contextlib.contextmanager
def saved_garbage() -> Iterator[list[object]]:
    """What the collector finds at the end of what is inside."""
    found: list[object] = []
    gc.collect()
    gc.disable()
    try:
        yield found
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        found += gc.garbage
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()


def test_requests_leave_no_cycles_of_ours(client: httpx.Client) -> None:
    judge(client, 0)  # what the first request leaves is made once
    with saved_garbage() as garbage:
        for turn in (1, 2):
            judge(client, turn)
        while "rewardd_boxes_in_use 0.0" not in client.get("/metrics").text:
            time.sleep(0.05)
    assert sorted(filter(None, map(name_if_ours, garbage))) == []
