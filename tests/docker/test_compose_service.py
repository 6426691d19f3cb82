"""`docker/compose.yaml` as it stands, started by Compose 2: the service judges, and nothing is left of it."""

import functools
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.docker, pytest.mark.timeout(300)]

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docker"
PROJECT = f"rewardd-test-service-{os.getpid()}"
IMAGE = "rewardd:judge"
READY_WITHIN_S = 60

PROGRAMS = {
    "python": "class Solution:\n    def twice(self, n: int) -> int:\n        return 2 * n",
    "cpp": "class Solution {\npublic:\n  int twice(int n) { return 2 * n; }\n};",
    "java": "class Solution {\n  public int twice(int n) { return 2 * n; }\n}",
}
PROBLEM = {"kind": "function", "entry_point": "twice", "tests": [{"input": [21], "output": 42}]}


def docker(*arguments: str, **variables: str) -> str:
    """What a docker command prints."""
    done = subprocess.run(
        ["docker", *arguments], cwd=FOLDER, env={**os.environ, **variables},
        check=False, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@functools.cache
def port() -> int:
    """One that was free: the same for every command, or Compose would make the service anew."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        number: int = server.getsockname()[1]
        return number


def compose(*arguments: str) -> str:
    """What a command of Compose prints, about a project of this test's own."""
    return docker("compose", "--project-name", PROJECT, *arguments, REWARDD_PORT=str(port()))


def ask(url: str, body: object | None = None) -> Any:
    """The answer's JSON."""
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data), timeout=60) as answer:
        return json.load(answer)


def wait_until_ready(url: str) -> None:
    """Wait until both verifiers judge."""
    deadline = time.monotonic() + READY_WITHIN_S
    state: Any = None
    while time.monotonic() < deadline:
        try:
            state = ask(f"{url}/readyz")
        except (urllib.error.URLError, OSError) as error:
            state = error
        else:
            if state["math"]["ready"] and state["code"]["ready"]:
                return
        time.sleep(0.2)
    pytest.fail(f"not ready: {state}")


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """The URL of the service; afterwards nothing is left of it."""
    for command in (["docker", "version"], ["docker", "compose", "version"]):
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=60)
        except (OSError, subprocess.SubprocessError):
            pytest.skip(f"`{' '.join(command)}` fails: there is no daemon, or no Compose 2")
    if not docker("image", "ls", "--quiet", IMAGE):
        pytest.skip(f"no image {IMAGE}: docker build --target judge --tag {IMAGE} .")
    try:
        compose("up", "--detach", "--no-build")
        url = f"http://127.0.0.1:{port()}"
        wait_until_ready(url)
        yield url
    finally:
        compose("down", "--volumes", "--timeout", "30")
    label = f"label=com.docker.compose.project={PROJECT}"
    for kind in (["ps", "--all"], ["volume", "ls"], ["network", "ls"]):
        assert docker(*kind, "--quiet", "--filter", label) == ""


def test_math_is_judged(service: str) -> None:
    """Right and wrong answers are told apart."""
    right = ask(f"{service}/v1/verify", {"completion": r"\boxed{\frac{1}{2}}", "gold": "0.5"})
    wrong = ask(f"{service}/v1/verify", {"completion": r"\boxed{\frac{1}{3}}", "gold": "0.5"})
    assert (right["reward"], wrong["reward"]) == (1.0, 0.0)


@pytest.mark.parametrize("language", PROGRAMS)
def test_programs_are_judged(service: str, language: str) -> None:
    """The toolchains of the image work in the boxes inside the container."""
    program = PROGRAMS[language]
    wrong_program = program.replace("2 * n", "3 * n")
    right = ask(f"{service}/v1/verify", {"completion": f"```{language}\n{program}\n```", "problem": PROBLEM})
    wrong = ask(
        f"{service}/v1/verify", {"completion": f"```{language}\n{wrong_program}\n```", "problem": PROBLEM}
    )
    assert (right["verdict"], right["reward"]) == ("accepted", 1.0)
    assert (wrong["verdict"], wrong["reward"]) == ("wrong_answer", 0.0)


def test_trainer_gets_its_rewards(service: str) -> None:
    """The example in the file is what a first user runs."""
    assert compose("run", "--rm", "trainer").split() == ["math", "1.0", "code", "1.0"]
