"""What a host may do to the service: few descriptors or none, no more processes, a clock that jumps."""

import contextlib
import os
import resource
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.processes import arguments_of, descendants, survivors
from tests.waiting import wait_until

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


@pytest.fixture
def pids_group() -> Iterator[Path]:
    """A control group whose processes can be counted and bounded."""
    version_1 = Path("/sys/fs/cgroup/pids")
    group = (version_1 if version_1.exists() else version_1.parent) / f"rewardd-test-{os.getpid()}"
    try:
        group.mkdir()
        (group / "pids.max").write_text("max")
    except OSError as error:
        pytest.skip(f"no control group for processes can be made: {error}")
    yield group
    survivors([int(pid) for pid in (group / "cgroup.procs").read_text().split()])
    group.rmdir()


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_without_processes_no_reward_is_wrong_and_it_recovers(start_server: Any, pids_group: Path) -> None:
    server = start_server()
    assert server.judges_code()
    assert server.still_judges()
    for pid in [server.pid, *descendants(server.pid)]:
        with contextlib.suppress(ProcessLookupError):
            (pids_group / "cgroup.procs").write_text(str(pid))
    (pids_group / "pids.max").write_text("1")
    for pid in descendants(server.pid):
        if "worker_zygote" in arguments_of(pid):
            os.kill(pid, signal.SIGKILL)  # the zygote, and what it has forked
    for n in range(6):
        for completion, reward in ((RIGHT, 1.0), (WRONG, 0.0)):
            body = {"completion": completion.format(n), "problem": SQUARE}
            response = server.client.post("/v1/verify", json=body)
            assert response.json().get("reward") in {reward, None}, response.text
    body = {"completion": "\\boxed{1}", "gold": "1"}
    response = server.client.post("/v1/verify", json=body, headers={"X-Request-Timeout": "2"})
    assert response.json().get("reward") in {1.0, None}, response.text
    assert "rewardd_internal_errors_total" in server.client.get("/metrics").text
    (pids_group / "pids.max").write_text("max")
    give_up = time.monotonic() + 60
    while not all(server.client.get("/readyz").json()[part]["ready"] for part in ("math", "code")):
        assert time.monotonic() < give_up, server.client.get("/readyz").text
        time.sleep(0.2)
        server.client.post("/v1/verify", json={"completion": RIGHT.format("again"), "problem": SQUARE})
    assert server.still_judges()
    assert server.verify(completion=RIGHT.format("after"), problem=SQUARE)["reward"] == 1.0
    server.stop()


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
        wait_until(lambda: server.metric("rewardd_held_bytes") > 0)
        refused = server.client.post("/v1/verify", json={"completion": "\\boxed{1}", "gold": "1"})
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "overloaded")
        assert int(refused.headers["Retry-After"]) >= 1
        assert "rewardd_memory_short 1.0" in server.client.get("/metrics").text
        assert under_way.result()["reward"] == 1.0
    assert server.still_judges()
