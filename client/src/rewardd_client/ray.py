"""Rewards from rewardd on the same Ray cluster, by handles of Ray Serve instead of HTTP.

For trainers that run on Ray themselves (verl, OpenRLHF, SkyRL …): no proxy, no port, no address. `Grading`
and all functions of `rewardd_client.trainers` take it by the URL `ray-serve://APP`, in their configuration or
in `REWARDD_URL`; APP is the application's name in Serve, `rewardd` unless the operator chose another.

What is sent and answered is the same as over HTTP, and so is what is tried again.
"""

import asyncio
import contextlib
from importlib import import_module
from typing import Any

from rewardd_client.client import AsyncRewarddClient, RewarddClient, encoded
from rewardd_client.exchange import Lost, Reply, Send

SCHEME = "ray-serve://"
DEFAULT_URL = f"{SCHEME}rewardd"


class RayRewarddClient(RewarddClient):
    """`RewarddClient` by handles. For threads of a process that has joined the cluster (`ray.init`)."""

    default_url = DEFAULT_URL

    def _open(self) -> None:
        self._calls = _Calls(self._url, self._headers, self._timeout.read)

    def close(self) -> None:
        """Nothing is held."""

    def _send(self, step: Send) -> Reply | Lost:
        try:
            call = self._calls.begin(step)
            return _reply(call.result(timeout_s=self._calls.timeout_s))
        except Exception as error:  # noqa: BLE001 - Ray's errors share no class; each means: no answer
            return Lost(f"{type(error).__name__}: {error}")


class AsyncRayRewarddClient(AsyncRewarddClient):
    """`AsyncRewarddClient` by handles, as in an actor's methods."""

    default_url = DEFAULT_URL

    def _open(self) -> None:
        self._calls = _Calls(self._url, self._headers, self._timeout.read)

    async def aclose(self) -> None:
        """Nothing is held."""

    async def _send(self, step: Send) -> Reply | Lost:
        call = None
        try:
            call = await asyncio.to_thread(self._calls.begin, step)
            return _reply(await asyncio.wait_for(call, self._calls.timeout_s))
        except asyncio.CancelledError:
            if call is not None:
                with contextlib.suppress(Exception):
                    call.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - likewise
            return Lost(f"{type(error).__name__}: {error}")


class _Calls:
    """Calls of one application."""

    def __init__(self, url: str, headers: dict[str, str], timeout_s: float | None) -> None:
        if not url.startswith(SCHEME):
            raise ValueError(f"{url} is no address of an application in Ray Serve: {DEFAULT_URL} is one")
        self.timeout_s = timeout_s
        self._app = url.removeprefix(SCHEME).strip("/")
        self._headers = headers
        self._handle: Any = None

    def begin(self, step: Send) -> Any:
        """A call under way. Serve is asked for the handle at the first one, since that may have to wait."""
        if self._handle is None:
            self._handle = import_module("ray.serve").get_app_handle(self._app)
        return self._handle.request.remote(step.method, step.path, self._headers, encoded(step.body) or b"")


def _reply(answer: tuple[int, dict[str, str], bytes]) -> Reply:
    status, headers, body = answer
    return Reply(status, body, headers)
