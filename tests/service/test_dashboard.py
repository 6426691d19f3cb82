"""The dashboard's panels beside a real Prometheus with the project's configuration: none stays empty."""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.waiting import wait_until

pytestmark = pytest.mark.boxes

DOCKER = Path(__file__).parents[2] / "docker"
WITHIN_S = 60
WINDOW = "10s"
PROGRAM = {"kind": "stdio", "tests": [{"input": "3\n", "output": "3\n"}], "limits": {"cpu_ms": 300}}


class Prometheus:
    """A server that looks at one target every second."""

    def __init__(self, folder: Path, target: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            address = f"127.0.0.1:{server.getsockname()[1]}"
        configuration = (DOCKER / "prometheus" / "prometheus.yaml").read_text()
        file = folder / "prometheus.yaml"
        file.write_text(configuration.replace("rewardd:8000", target).replace("interval: 5s", "interval: 1s"))
        self.process = subprocess.Popen(
            [
                "prometheus", f"--config.file={file}", f"--storage.tsdb.path={folder / 'db'}",
                f"--web.listen-address={address}", "--log.level=error",
            ]
        )  # fmt: skip
        self.client = httpx.Client(base_url=f"http://{address}", timeout=10)

    def ask(self, expression: str) -> list[Any]:
        """The series that it gives now."""
        answer = self.client.get("/api/v1/query", params={"query": expression}).raise_for_status().json()
        assert answer["status"] == "success", answer
        return list(answer["data"]["result"])

    def is_scraping(self) -> bool:
        """Whether it reaches its target."""
        try:
            return any(float(series["value"][1]) == 1 for series in self.ask("up"))
        except httpx.HTTPError:
            return False


@pytest.fixture
def prometheus(server: Any, boxes: None, tmp_path: Path) -> Iterator[Prometheus]:
    if shutil.which("prometheus") is None:
        pytest.skip("Prometheus is not installed: apt-get install prometheus")
    prometheus = Prometheus(tmp_path, server.client.base_url.netloc.decode())
    try:
        wait_until(prometheus.is_scraping)
        yield prometheus
    finally:
        prometheus.process.terminate()
        prometheus.process.wait(30)
        prometheus.client.close()


def judge_a_little(server: Any, number: int) -> None:
    """Right, wrong, endless and unreadable submissions, none of them seen before."""
    server.verify(completion=rf"\boxed{{{number}}}", gold=str(number))
    server.verify(completion=rf"\boxed{{{number}}}", gold=str(number + 1))
    server.verify(completion=f"```python\nprint(input())  # {number}\n```", problem=PROGRAM)
    server.verify(completion=f"```python\nwhile True: pass  # {number}\n```", problem=PROGRAM)
    server.client.post("/v1/verify", json={"completion": "x", "gold": "\\frac"})


def test_every_expression_of_the_dashboard_gives_data(server: Any, prometheus: Prometheus) -> None:
    dashboard = json.loads((DOCKER / "grafana" / "rewardd.json").read_text())
    expressions = {
        target["expr"].replace("$__rate_interval", WINDOW)
        for panel in dashboard["panels"]
        for target in panel["targets"]
    }
    assert len(expressions) > 20
    deadline = time.monotonic() + WITHIN_S
    number = 0
    silent = expressions
    while silent and time.monotonic() < deadline:
        judge_a_little(server, number)
        number += 1
        silent = {expression for expression in silent if not says_something(prometheus.ask(expression))}
    assert not silent


def says_something(series: list[Any]) -> bool:
    """Whether there is a number among the values, so that the panel draws something."""
    return any(one["value"][1] != "NaN" for one in series)
