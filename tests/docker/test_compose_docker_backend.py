"""`docker/compose.docker.yaml` as it stands: boxes in containers, made through the socket proxy."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.docker.ownership import OWNER_LABEL

pytestmark = [pytest.mark.docker, pytest.mark.timeout(400)]

FOLDER = Path(__file__).resolve().parents[2] / "docker"
PROJECT = f"rewardd-test-{os.getpid()}"
IMAGES = ("rewardd:service", "rewardd-sandbox:native")


def free_port() -> int:
    """A port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


class Composition:
    """The file's services under a name of their own."""

    def __init__(self) -> None:
        self.environment = {
            **os.environ,
            "COMPOSE_PROJECT_NAME": PROJECT,
            "DOCKER_BUILDKIT": "0",
            "REWARDD_PORT": str(free_port()),
            "REWARDD_DOCKER_IMAGE": "rewardd-sandbox:native",
            "REWARDD_SOCKETS": f"{PROJECT}-sockets",
        }

    def call(self, *arguments: str, timeout_s: int = 120) -> str:
        """What docker-compose prints."""
        done = subprocess.run(
            ["docker-compose", "--file", "compose.docker.yaml", *arguments],
            cwd=FOLDER,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=timeout_s,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def docker(*arguments: str) -> str:
    """What a docker command prints."""
    done = subprocess.run(["docker", *arguments], check=True, capture_output=True, text=True, timeout=60)
    return done.stdout.strip()


def boxes() -> str:
    """The ids of its service's containers."""
    return docker("ps", "--all", "--quiet", "--filter", f"label={OWNER_LABEL}={PROJECT}")


@pytest.fixture(scope="module")
def composition() -> Iterator[Composition]:
    """Everything up; afterwards nothing is left of it."""
    for program in ("docker", "docker-compose"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    try:
        docker("version")
    except subprocess.SubprocessError:
        pytest.skip("no Docker daemon answers")
    for image in IMAGES:
        if not docker("image", "ls", "--quiet", image):
            pytest.skip(f"no image {image}")
    composition = Composition()
    composition.call("build", "socket-proxy", timeout_s=300)
    try:
        composition.call("up", "--detach", "rewardd")
        yield composition
    finally:
        composition.call("down", "--volumes", "--timeout", "30")
    label = f"label=com.docker.compose.project={PROJECT}"
    assert docker("ps", "--all", "--quiet", "--filter", label) == ""
    assert boxes() == ""
    assert docker("volume", "ls", "--quiet", "--filter", f"name={PROJECT}") == ""


def test_trainer_gets_its_rewards(composition: Composition) -> None:
    printed = composition.call("run", "--rm", "trainer", timeout_s=200)
    assert printed.split() == ["math", "1.0", "code", "1.0"]
    assert boxes() != ""


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1.41/info"),
        ("GET", "/v1.41/secrets"),
        ("POST", "/v1.41/images/create?fromImage=debian"),
        ("POST", f"/v1.41/containers/{'0' * 64}/exec"),
        ("GET", f"/v1.41/containers/{'0' * 64}/archive?path=/etc"),
        ("POST", "/v1.41/containers/create/../../volumes/create"),
    ],
)
def test_proxy_refuses_what_boxes_do_not_need(composition: Composition, method: str, path: str) -> None:
    ask = (
        "import http.client, sys; c = http.client.HTTPConnection('socket-proxy', 2375, timeout=10); "
        "c.request(*sys.argv[1:]); print(c.getresponse().status)"
    )
    assert composition.call("exec", "-T", "rewardd", "python", "-c", ask, method, path).strip() == "403"
