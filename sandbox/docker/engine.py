"""The Docker daemon, seen from the event loop: each call in a thread, with a deadline.

This is the only module that knows the Docker SDK.
"""

import asyncio
import concurrent.futures
import contextlib
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import docker.errors
import requests.exceptions

import docker
from sandbox.docker.failure import explain_failure
from sandbox.errors import SandboxUnavailable

__all__ = ["ContainerState", "Engine"]

T = TypeVar("T")

CALL_S = 30
"""Longest time the daemon may take over one call."""
API_VERSION = "1.41"
"""Of Docker 20.10; later daemons speak it too."""
END_S = 3
"""How long a container whose agent is gone may take to end."""
THREADS = 8
ERRORS = (docker.errors.DockerException, requests.exceptions.RequestException, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerState:
    """A container in a list of them."""

    identity: str
    labels: Mapping[str, str]


class Engine:
    """Calls to one daemon.

    Args:
        host: Its address as `DOCKER_HOST` has it; empty for what the environment's default is.

    Every method raises `SandboxUnavailable` with an explanation when the daemon is gone, slow or refuses.
    """

    def __init__(self, host: str = "") -> None:
        self._host = host or "unix:///var/run/docker.sock"
        self._threads = concurrent.futures.ThreadPoolExecutor(THREADS, thread_name_prefix="docker")

    async def ping(self) -> None:
        """See that it answers."""
        await self._call(lambda api: api.ping())

    async def image_labels(self, image: str) -> Mapping[str, str] | None:
        """The labels of an image, or `None` if there is no such image."""

        def look(api: docker.APIClient) -> Mapping[str, str] | None:
            try:
                return dict(api.inspect_image(image)["Config"].get("Labels") or {})
            except docker.errors.ImageNotFound:
                return None

        return await self._call(look)

    async def start(self, options: Mapping[str, Any]) -> str:
        """Create a container and start it. Returns its id; of one that does not start nothing is left."""

        def begin(api: docker.APIClient) -> str:
            identity = str(api.create_container_from_config(dict(options))["Id"])
            try:
                api.start(identity)
            except BaseException:
                with contextlib.suppress(*ERRORS):
                    api.remove_container(identity, force=True, v=True)
                raise
            return identity

        return await self._call(begin)

    async def remove(self, identity: str) -> None:
        """Kill a container and remove it; one that is gone is fine."""

        def end(api: docker.APIClient) -> None:
            with contextlib.suppress(docker.errors.NotFound):
                try:
                    api.remove_container(identity, force=True, v=True)
                except docker.errors.APIError as error:
                    if error.status_code != 409:  # another removal of it is under way
                        raise

        await self._call(end)

    async def containers(self, label: str) -> list[ContainerState]:
        """All containers that have a label, whatever their state."""

        def look(api: docker.APIClient) -> list[ContainerState]:
            return [
                ContainerState(identity=entry["Id"], labels=entry["Labels"])
                for entry in api.containers(all=True, filters={"label": label})
            ]

        return await self._call(look)

    async def was_killed_for_memory(self, identity: str) -> bool:
        """Wait for a container's end; whether the kernel killed in it for memory."""

        def look(api: docker.APIClient) -> bool:
            api.wait(identity, timeout=END_S)
            return bool(api.inspect_container(identity)["State"]["OOMKilled"])

        return await self._call(look)

    async def is_running(self, identity: str) -> bool:
        """Whether a container is there and runs."""

        def look(api: docker.APIClient) -> bool:
            try:
                return bool(api.inspect_container(identity)["State"]["Running"])
            except docker.errors.NotFound:
                return False

        return await self._call(look)

    async def last_words(self, identity: str) -> str:
        """The end of what its first process complained about."""
        return await self._call(
            lambda api: api.logs(identity, tail=5)[-500:].decode(errors="replace").strip()
        )

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _knock(self) -> None:
        """See that somebody listens at the socket: the SDK leaves a socket open when nobody does."""
        scheme, _, path = self._host.partition("://")
        if scheme == "unix":
            with socket.socket(socket.AF_UNIX) as sock:
                sock.settimeout(CALL_S)
                sock.connect(path)

    async def _call(self, work: Callable[[docker.APIClient], T]) -> T:
        def attempt() -> T:
            self._knock()
            # The SDK keeps a connection for each path it was asked for; they are of no use here.
            with contextlib.closing(
                docker.APIClient(base_url=self._host, timeout=CALL_S, version=API_VERSION)
            ) as api:
                return work(api)

        try:
            async with asyncio.timeout(2 * CALL_S):
                return await asyncio.get_running_loop().run_in_executor(self._threads, attempt)
        except (*ERRORS, RuntimeError) as error:
            raise SandboxUnavailable(explain_failure(error)) from error
