"""Rewards from rewardd on the same Ray cluster, by handles of Ray Serve instead of HTTP.

For trainers that run on Ray themselves (verl, OpenRLHF, SkyRL …): no proxy, no port, no address. `Grading`
and all functions of `rewardd_client.trainers` take it by the URL `ray-serve://APP`, in their configuration or
in `REWARDD_URL`; APP is the application's name in Serve, `rewardd` unless the operator chose another.

What is sent and answered is the same as over HTTP, and so is what is tried again.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from importlib import import_module
from typing import Any

from rewardd_client.bodies import written
from rewardd_client.client import IN_LINES, AsyncRewarddClient, RewarddClient
from rewardd_client.exchange import Lost, Reply, Send
from rewardd_client.streaming import Lines

SCHEME = "ray-serve://"
DEFAULT_URL = f"{SCHEME}rewardd"


class RayRewarddClient(RewarddClient):
    """`RewarddClient` by handles. For threads of a process that has joined the cluster (`ray.init`)."""

    default_url = DEFAULT_URL

    def _open(self) -> None:
        self._calls = _Calls(self._url, self._headers)

    def close(self) -> None:
        """Nothing is held."""

    def _send(self, step: Send) -> Reply | Lost:
        try:
            call = self._calls.begin(step)
            return _reply(call.result(timeout_s=self._timeout(step).read))
        except Exception as error:  # noqa: BLE001 - Ray's errors share no class; each means: no answer
            return Lost(f"{type(error).__name__}: {error}")

    def _open_lines(
        self,
        step: Send,
        opened: contextlib.ExitStack,  # noqa: ARG002
    ) -> tuple[Reply | Lost | Lines, Iterator[str]]:
        """By handles all lines come at once."""
        return _lines_of(self._send(step))


class AsyncRayRewarddClient(AsyncRewarddClient):
    """`AsyncRewarddClient` by handles, as in an actor's methods."""

    default_url = DEFAULT_URL

    def _open(self) -> None:
        self._calls = _Calls(self._url, self._headers)

    async def aclose(self) -> None:
        """Nothing is held."""

    async def _send(self, step: Send) -> Reply | Lost:
        call = None
        try:
            call = await asyncio.to_thread(self._calls.begin, step)
            return _reply(await asyncio.wait_for(call, self._timeout(step).read))
        except asyncio.CancelledError:
            if call is not None:
                with contextlib.suppress(Exception):
                    call.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - likewise
            return Lost(f"{type(error).__name__}: {error}")

    async def _open_lines(
        self,
        step: Send,
        opened: contextlib.AsyncExitStack,  # noqa: ARG002
    ) -> tuple[Reply | Lost | Lines, AsyncIterator[str] | None]:
        """Likewise."""
        answer, lines = _lines_of(await self._send(step))
        return answer, _awaited(lines)


class _Calls:
    """Calls of one application."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        if not url.startswith(SCHEME):
            raise ValueError(f"{url} is no address of an application in Ray Serve: {DEFAULT_URL} is one")
        self._app = url.removeprefix(SCHEME).strip("/")
        self._headers = headers
        self._handle: Any = None

    def begin(self, step: Send) -> Any:
        """A call under way. Serve is asked for the handle at the first one, since that may have to wait."""
        if self._handle is None:
            self._handle = import_module("ray.serve").get_app_handle(self._app)
        headers = {**self._headers, **IN_LINES} if step.in_lines else self._headers
        return self._handle.request.remote(step.method, step.path, headers, written(step.body) or b"")


def _reply(answer: tuple[int, dict[str, str], bytes]) -> Reply:
    status, headers, body = answer
    return Reply(status, body, headers)


def _lines_of(answer: Reply | Lost) -> tuple[Reply | Lost | Lines, Iterator[str]]:
    if isinstance(answer, Lost) or answer.status != 200:
        return answer, iter(())
    return Lines(), iter(answer.body.decode().splitlines())


async def _awaited(lines: Iterator[str]) -> AsyncIterator[str]:
    for line in lines:
        yield line
