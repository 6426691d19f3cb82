"""Several server processes: what is killed or hangs is replaced, no answer is wrong, and all end together."""

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.settings import Settings
from service.shared_metrics import SharedMetrics
from service.supervisor import DIVIDED, part_of
from tests.processes import is_alive, survivors
from tests.waiting import wait_until

WORKERS = {"REWARDD_WORKERS": "2", "REWARDD_BOXES": "2", "REWARDD_MATH_WORKERS": "2"}
PATIENCE_S = 60


def server_processes(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def test_settings_are_divided_and_nothing_is_lost() -> None:
    whole = Settings(workers=3, boxes=8, math_workers=3, batches=2)
    parts = [part_of(whole, index) for index in range(3)]
    for name in DIVIDED:
        if name != "batches":
            assert sum(getattr(part, name) for part in parts) == getattr(whole, name)
    assert [part.boxes for part in parts] == [3, 3, 2]
    assert [part.batches for part in parts] == [1, 1, 1]


def test_more_workers_than_boxes_are_refused() -> None:
    with pytest.raises(ValueError, match="needs a box"):
        Settings(workers=3, boxes=2, math_workers=3)


OWN = b"""# HELP a_total A.
# TYPE a_total counter
a_total{x="1"} %d.0
# HELP g G.
# TYPE g gauge
g %d.0
# HELP rewardd_ready R.
# TYPE rewardd_ready gauge
rewardd_ready %d.0
"""


def test_metrics_are_added_up_and_counters_survive_a_process(tmp_path: Path) -> None:
    first, second = SharedMetrics(tmp_path, 0), SharedMetrics(tmp_path, 1)
    first.publish(OWN % (5, 7, 0))
    text = second.total(OWN % (1, 2, 1)).decode()
    assert 'a_total{x="1"} 6.0' in text
    assert "\ng 9.0" in text
    assert "rewardd_ready 0.0" in text
    successor = SharedMetrics(tmp_path, 0)
    successor.publish(OWN % (1, 1, 1))
    assert 'a_total{x="1"} 7.0' in second.total(OWN % (1, 2, 1)).decode()
    assert "\ng 3.0" in second.total(OWN % (1, 2, 1)).decode()


def test_metrics_that_cannot_be_left_for_others_are_left_later(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "metrics"
    first, second = SharedMetrics(folder, 0), SharedMetrics(folder, 1)
    for _ in range(3):
        first.publish(OWN % (5, 7, 0))  # there is no such folder
    assert len(caplog.messages) == 1
    folder.mkdir()
    first.publish(OWN % (5, 7, 0))
    assert 'a_total{x="1"} 6.0' in second.total(OWN % (1, 2, 1)).decode()


def test_a_killed_and_a_hung_process_are_replaced_and_no_answer_is_wrong(start_server: Any) -> None:
    server = start_server(**WORKERS, REWARDD_WORKER_HANG_S="3")
    first = server_processes(server.pid)
    assert len(first) == 2
    stop = threading.Event()

    def ask() -> tuple[int, int]:
        right = failed = 0
        while not stop.is_set():
            body = {"completion": f"\\boxed{{{right}}}", "gold": str(right - right % 2)}
            try:
                # A connection each: those to a process that is killed cannot but break.
                response = httpx.post(f"{server.url}/v1/verify", json=body, timeout=PATIENCE_S)
            except httpx.TransportError:
                failed += 1
                continue
            assert response.status_code == 200, response.text
            assert response.json()["reward"] == float(right % 2 == 0)
            right += 1
        return right, failed

    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(ask) for _ in range(4)]
        os.kill(first[0], signal.SIGKILL)
        wait_until(lambda: not is_alive(first[0]) and len(server_processes(server.pid)) == 2)
        os.kill(first[1], signal.SIGSTOP)
        wait_until(lambda: not is_alive(first[1]) and len(server_processes(server.pid)) == 2)
        wait_until(lambda: sum("another begins" in line for line in server.log) >= 2)
        stop.set()
        counts = [future.result() for future in asked]
    assert all(right for right, _ in counts)
    total = sum(right for right, _ in counts)
    wait_until(lambda: counted(server) >= 0.5 * total)  # at most a second's worth is lost with each killed
    for _ in range(6):
        assert httpx.post(f"{server.url}/v1/verify", json={"completion": "\\boxed{1}", "gold": "1"}).json()[
            "reward"
        ]
    ended = server_processes(server.pid)
    server.send_signal(signal.SIGTERM)
    assert server.wait() == 0
    assert not any(map(is_alive, ended))


def counted(server: Any) -> float:
    prefix = 'rewardd_requests_total{route="/v1/verify",status="200"} '
    lines = httpx.get(f"{server.url}/metrics").text.splitlines()
    return next((float(line.removeprefix(prefix)) for line in lines if line.startswith(prefix)), 0.0)


def test_processes_end_with_their_supervisor(start_server: Any) -> None:
    server = start_server(**WORKERS)
    processes = server_processes(server.pid)
    server.send_signal(signal.SIGKILL)
    server.wait()
    assert not survivors(processes)
