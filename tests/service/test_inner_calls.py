"""Requests to an application in the same process."""

import asyncio

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from service import deadlines
from service.cluster.inner_calls import call
from service.deadlines import Deadlines
from service.keyring import Keyring
from service.keys import Keys


async def _slow(scope: Scope, receive: Receive, send: Send) -> None:
    message = await receive()
    await asyncio.sleep(0.05)
    await PlainTextResponse(message["body"] + b" judged")(scope, receive, send)


APP = Keys(
    Deadlines(_slow, longest_s=60, is_ending=lambda: False), keyring=Keyring(), is_patient=lambda _: False
)


def test_work_that_takes_long_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks whether the client is still there finds it so."""
    monkeypatch.setattr(deadlines, "WATCH_AFTER_S", 0.0)
    status, head, body = asyncio.run(call(APP, "POST", "/v1/verify", {"Host": "here"}, b"all"))
    assert (status, body) == (200, b"all judged")
    assert head["content-type"].startswith("text/plain")


def test_work_beyond_its_deadline_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "WATCH_AFTER_S", 0.0)
    status, _, body = asyncio.run(call(APP, "POST", "/v1/verify", {"X-Request-Timeout": "0.01"}, b"all"))
    assert status == 503
    assert b"deadline_exceeded" in body
