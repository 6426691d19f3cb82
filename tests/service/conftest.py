import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright
from prometheus_client.parser import text_string_to_metric_families

from sandbox.pool import STARTING

READY = re.compile(r"ready at (http://\S+)")
START_S = 90
CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
STOP_S = 40


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("there is no chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


class ServerProcess:
    """A real `rewardd serve` on a free port.

    Args:
        folder: Where it keeps its problems.
        code: The project's folder, if it is not this one.
        environment: Settings.
    """

    def __init__(self, folder: Path, code: Path | None = None, /, **environment: str) -> None:
        self.log: list[str] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "service", "serve"],
            env={
                **os.environ,
                "REWARDD_PORT": "0",
                "REWARDD_PROBLEMS": str(folder / "problems"),
                **environment,
            },
            cwd=code,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.url = ""
        listening = threading.Event()
        self._reader = threading.Thread(target=self._read, args=(listening,), daemon=True)
        self._reader.start()
        assert listening.wait(START_S), "".join(self.log)
        self.client = httpx.Client(base_url=self.url, timeout=60)

    def _read(self, listening: threading.Event) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self.log.append(line)
            if found := READY.search(line):
                self.url = found[1]
                listening.set()
        listening.set()

    @property
    def pid(self) -> int:
        return self._process.pid

    def send_signal(self, number: int) -> None:
        self._process.send_signal(number)

    def wait(self) -> int:
        return self._process.wait(STOP_S)

    def stop(self) -> int:
        self.client.close()
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        code = self.wait()
        self._reader.join(STOP_S)
        assert self._process.stderr is not None
        self._process.stderr.close()
        return code

    def verify(self, **fields: object) -> dict[str, Any]:
        response = self.client.post("/v1/verify", content=json.dumps(fields))
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def still_judges(self) -> bool:
        right = self.verify(completion=r"\boxed{\frac{1}{2}}", gold="0.5")
        wrong = self.verify(completion=r"\boxed{0.51}", gold="0.5")
        return (right["reward"], wrong["reward"]) == (1.0, 0.0)

    def metric(self, name: str, **labels: str) -> float:
        """A sample's value; 0 if there is none yet."""
        for family in text_string_to_metric_families(self.client.get("/metrics").text):
            for sample in family.samples:
                if sample.name == name and sample.labels == labels:
                    return float(sample.value)
        return 0.0

    def judges_code(self) -> bool:
        give_up = time.monotonic() + START_S
        while self.client.get("/readyz").json()["code"]["reason"] == STARTING:
            assert time.monotonic() < give_up
            time.sleep(0.1)
        code: bool = self.client.get("/readyz").json()["code"]["ready"]
        return code


StartServer = Callable[..., ServerProcess]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """One server for all tests that leave it as it was."""
    server = ServerProcess(tmp_path_factory.mktemp("server"))
    yield server
    assert server.stop() == 0


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[StartServer]:
    """Starts servers for tests that break them or set them up differently."""
    servers = []

    def start(**environment: str) -> ServerProcess:
        servers.append(ServerProcess(tmp_path, **environment))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def boxes(server: ServerProcess) -> None:
    """For tests that run programs."""
    give_up = time.monotonic() + START_S
    while (readiness := server.client.get("/readyz").json()["code"])["reason"] == STARTING:
        assert time.monotonic() < give_up
        time.sleep(0.1)
    if not readiness["ready"]:
        pytest.skip(readiness["reason"])
