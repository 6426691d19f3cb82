"""Two services behind a proxy, restarted one after the other under load: no request is lost.

REWARDD_TEST_PROXIES=1 .venv/bin/pytest tests/deployment/test_rolling_restart.py
"""

import itertools
import os
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.service.conftest import ServerProcess

PROXIES = Path("docker/proxy")
CLIENTS = 8
START_S = 60
NOTICE_S = "2"


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def wait_until(condition: Callable[[], bool]) -> None:
    give_up = time.monotonic() + START_S
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.05)


def answers(url: str, verify: Any) -> bool:
    try:
        return httpx.get(f"{url}/readyz", verify=verify, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


@contextmanager
def nginx(folder: Path, port: int, services: list[int]) -> Iterator[tuple[str, Any]]:
    """nginx with the file of the documentation, its ports and certificate ours."""
    if shutil.which("nginx") is None:
        pytest.skip("there is no nginx here: apt-get install nginx-light")
    key, certificate = folder / "rewardd.key", folder / "rewardd.crt"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    text = (PROXIES / "nginx.conf").read_text()
    for documented, ours in (
        ("8001", str(services[0])), ("8002", str(services[1])), ("8443", f"127.0.0.1:{port}"),
        ("/etc/ssl/rewardd.crt", str(certificate)), ("/etc/ssl/rewardd.key", str(key)),
    ):  # fmt: skip
        assert documented in text
        text = text.replace(documented, ours)
    (folder / "proxy.conf").write_text(text)
    (folder / "tmp").mkdir()
    directives = f"daemon off; pid {folder}/pid; error_log {folder}/error.log;"
    command = ["nginx", "-p", str(folder), "-c", str(folder / "proxy.conf"), "-g", directives]
    with subprocess.Popen(command) as process:
        yield f"https://localhost:{port}", ssl.create_default_context(cafile=str(certificate))
        process.terminate()


@contextmanager
def haproxy(folder: Path, port: int, services: list[int]) -> Iterator[tuple[str, Any]]:
    """HAProxy with the file of the documentation, its ports ours."""
    if shutil.which("haproxy") is None:
        pytest.skip("there is no haproxy here: apt-get install haproxy")
    text = (PROXIES / "haproxy.cfg").read_text()
    for documented, ours in (
        (":8001", f":{services[0]}"),
        (":8002", f":{services[1]}"),
        (":8000", f":{port}"),
    ):
        assert documented in text
        text = text.replace(documented, ours)
    (folder / "proxy.cfg").write_text(text)
    with subprocess.Popen(["haproxy", "-db", "-q", "-f", str(folder / "proxy.cfg")]) as process:
        yield f"http://127.0.0.1:{port}", True
        process.terminate()


class Load:
    """Clients that ask until they are stopped."""

    def __init__(self, url: str, verify: Any) -> None:
        self._url, self._verify = url, verify
        self._numbers = itertools.count()
        self._stop = threading.Event()
        self.right = 0
        self.wrong: list[str] = []
        self._threads = [threading.Thread(target=self._ask) for _ in range(CLIENTS)]
        for thread in self._threads:
            thread.start()

    def _ask(self) -> None:
        with httpx.Client(base_url=self._url, verify=self._verify, timeout=60) as client:
            while not self._stop.is_set():
                number = next(self._numbers)
                body = {"completion": f"\\boxed{{{number}}}", "gold": str(number - number % 2)}
                try:
                    response = client.post("/v1/verify", json=body)
                    told = response.text
                    judged = response.status_code == 200 and response.json()["reward"] == float(
                        number % 2 == 0
                    )
                except httpx.HTTPError as error:
                    judged, told = False, repr(error)
                if judged:
                    self.right += 1
                else:
                    self.wrong.append(told)

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()


@pytest.mark.parametrize("proxy", [nginx, haproxy])
def test_restarts_one_after_the_other_lose_no_request(proxy: Any, tmp_path: Path) -> None:
    if not os.environ.get("REWARDD_TEST_PROXIES"):
        pytest.skip("set REWARDD_TEST_PROXIES=1 to restart services behind nginx and HAProxy")
    port, *ports = free_ports(3)

    def start(place: int) -> ServerProcess:
        settings = {
            "REWARDD_PORT": str(ports[place]), "REWARDD_NOTICE_S": NOTICE_S, "REWARDD_BOXES": "1",
            "REWARDD_MATH_WORKERS": "1",
        }  # fmt: skip
        return ServerProcess(tmp_path, **settings)

    with proxy(tmp_path, port, ports) as (url, verify):
        services = [start(0), start(1)]
        loads: list[Load] = []
        try:
            wait_until(lambda: answers(url, verify))
            load = Load(url, verify)
            loads.append(load)
            for place in (0, 1):
                services[1 - place].send_signal(signal.SIGHUP)
                before = load.right
                wait_until(lambda: load.right > before + 100)  # noqa: B023 - waits within the round
                assert services[place].stop() == 0
                services[place] = start(place)
                wait_until(lambda: answers(f"http://127.0.0.1:{ports[place]}", verify=True))  # noqa: B023
                time.sleep(2.5)  # for the proxy to see it
        finally:
            for each in loads:
                each.stop()
            for service in services:
                service.stop()
    assert not load.wrong, load.wrong[:5]
    assert load.right > 200
