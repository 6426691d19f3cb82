"""What a host may do to the service: few descriptors, none left, a clock that jumps."""

import os
import resource
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

SQUARE = {"kind": "stdio", "tests": [{"input": f"{n}\n", "output": f"{n * n}\n"} for n in range(3)]}
RIGHT = "```python\nprint(int(input()) ** 2)  # {}\n```"
WRONG = "```python\nprint(int(input()) ** 2 + 1)  # {}\n```"
FEW = "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (200, 200))\n"
JUMPING = """
import itertools
import time

true_time, jumps = time.time, itertools.cycle((0.0, 86_400.0, -86_400.0, 1e8))
time.time = lambda: true_time() + next(jumps)
"""


def customized(folder: Path, code: str) -> dict[str, str]:
    """An environment in which every Python process of the service begins with this."""
    (folder / "sitecustomize.py").write_text(code)
    return {"PYTHONPATH": f"{folder}:{Path.cwd()}"}


def connections(url: str, count: int) -> list[socket.socket]:
    host, port = url.removeprefix("http://").split(":")
    return [socket.create_connection((host, int(port)), timeout=30) for _ in range(count)]


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_with_few_descriptors_silent_connections_keep_nobody_out(start_server: Any, tmp_path: Path) -> None:
    server = start_server(**customized(tmp_path, FEW))
    assert any("ulimit -n" in line for line in server.log)
    silent = connections(server.url, 500)
    assert len(os.listdir(f"/proc/{server.pid}/fd")) <= 200  # noqa: PTH208
    with ThreadPoolExecutor(8) as threads:
        sums = [threads.submit(server.still_judges) for _ in range(20)]
        programs = [
            threads.submit(server.verify, completion=text.format(n), problem=SQUARE)
            for n in range(10)
            for text in (RIGHT, WRONG)
        ]
        assert all(future.result() for future in sums)
        assert [future.result()["reward"] for future in programs] == [1.0, 0.0] * 10
    for connection in silent:
        connection.close()


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_without_descriptors_no_reward_is_wrong_and_it_recovers(start_server: Any) -> None:
    server = start_server()
    assert server.verify(completion=RIGHT.format("before"), problem=SQUARE)["reward"] == 1.0
    assert server.still_judges()
    before = resource.prlimit(server.pid, resource.RLIMIT_NOFILE)
    taken = len(os.listdir(f"/proc/{server.pid}/fd"))  # noqa: PTH208
    resource.prlimit(server.pid, resource.RLIMIT_NOFILE, (taken, before[1]))
    silent = connections(server.url, 50)
    for n in range(5):
        for text, reward in ((RIGHT, 1.0), (WRONG, 0.0)):
            try:
                body = {"completion": text.format(n), "problem": SQUARE}
                response = server.client.post("/v1/verify", json=body, timeout=20)
            except httpx.HTTPError:
                continue  # no connection is no reward
            assert response.json().get("reward") in {reward, None}, response.text
    for connection in silent:
        connection.close()
    resource.prlimit(server.pid, resource.RLIMIT_NOFILE, before)
    give_up = time.monotonic() + 30
    while server.verify(completion=RIGHT.format(time.monotonic()), problem=SQUARE)["reward"] != 1.0:
        assert time.monotonic() < give_up
    assert server.still_judges()
    assert not any("bug" in line or "never retrieved" in line for line in server.log)


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_a_clock_that_jumps_changes_no_verdict_and_no_deadline(start_server: Any, tmp_path: Path) -> None:
    trail = tmp_path / "trail"
    server = start_server(**customized(tmp_path, JUMPING), REWARDD_AUDIT=str(trail))
    for n in range(5):
        assert server.still_judges()
        assert server.verify(completion=RIGHT.format(n), problem=SQUARE)["reward"] == 1.0
        assert server.verify(completion=WRONG.format(n), problem=SQUARE)["reward"] == 0.0
    body = {"completion": "\\boxed{1}", "gold": "1"}
    response = server.client.post("/v1/verify", json=body, headers={"X-Request-Timeout": "20"})
    assert response.json()["reward"] == 1.0
    endless = "```python\nwhile True: pass\n```"
    limited = {**SQUARE, "limits": {"cpu_ms": 500, "wall_ms": 5_000}}
    assert server.verify(completion=endless, problem=limited)["verdict"] == "time_limit_exceeded"
    assert server.stop() == 0
    assert sum(file.read_text().count('"kind":"code"') for file in trail.iterdir()) == 11


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_short_memory_refuses_new_work_and_finishes_the_old(start_server: Any) -> None:
    server = start_server(REWARDD_SPARE_BYTES=str(1 << 50))  # more than any machine has
    assert server.still_judges()  # while nothing is held, refusing would not help
    slow = "```python\nimport time\ntime.sleep(3)\nprint(int(input()) ** 2)\n```"
    one = {"kind": "stdio", "tests": SQUARE["tests"][:1]}
    with ThreadPoolExecutor(2) as threads:
        under_way = threads.submit(server.verify, completion=slow, problem=one)
        give_up = time.monotonic() + 30
        while "rewardd_held_bytes 0.0" in server.client.get("/metrics").text:
            assert time.monotonic() < give_up
        refused = server.client.post("/v1/verify", json={"completion": "\\boxed{1}", "gold": "1"})
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "overloaded")
        assert int(refused.headers["Retry-After"]) >= 1
        assert "rewardd_memory_short 1.0" in server.client.get("/metrics").text
        assert under_way.result()["reward"] == 1.0
    assert server.still_judges()
