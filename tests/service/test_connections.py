"""Connections that are silent, slow or too many: each gets its answer, and nobody else notices."""

import contextlib
import json
import os
import resource
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from service import body, connections
from service.body import BodyLimits
from service.connections import bounded, connections_allowed
from service.headroom import Headroom
from service.keyring import Keyring
from service.keys import Keys
from tests.waiting import wait_until

GIVE_UP_S = 30
GET = b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n"
LARGE_BYTES = 64 * 1024 * 1024


class Server:
    """A small application behind bounded connections, in a thread."""

    def __init__(self, most: int, keep_alive_s: int) -> None:
        self.released = threading.Event()
        self.waiting: list[None] = []
        """An element for each request that waits to be released."""
        self.sockets: list[socket.socket] = []

        async def echo(request: Request) -> Response:
            return Response(await request.body())

        def large(_: Request) -> Response:
            return Response(b"x" * LARGE_BYTES)

        def wait(_: Request) -> Response:
            self.waiting.append(None)
            self.released.wait(GIVE_UP_S)
            return Response(b"waited")

        app = Starlette(
            routes=[Route("/echo", echo, methods=["POST"]), Route("/large", large), Route("/wait", wait)]
        )
        headroom = Headroom(most_bytes=1 << 30, spare_bytes=0, free_bytes=lambda: 1 << 40)
        app.add_middleware(BodyLimits, max_bytes=1 << 20, max_nesting=10, headroom=headroom)
        app.add_middleware(Keys, keyring=Keyring("", ""), is_patient=lambda _: False)
        http: Any = bounded(most)
        config = uvicorn.Config(
            app, port=0, loop="uvloop", http=http, ws="none", log_config=None, timeout_keep_alive=keep_alive_s
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        wait_until(lambda: self._server.started)
        self.address = self._server.servers[0].sockets[0].getsockname()

    @property
    def connected(self) -> int:
        return len(self._server.server_state.connections)

    def stop(self) -> None:
        self.released.set()
        for client in self.sockets:
            client.close()
        self._server.should_exit = True
        self._thread.join(GIVE_UP_S)


class Client:
    """A connection whose bytes a test chooses."""

    def __init__(self, server: Server, sent: bytes = b"") -> None:
        self.socket = socket.create_connection(server.address, timeout=GIVE_UP_S)
        server.sockets.append(self.socket)
        self.send(sent)

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def received(self) -> bytes:
        """All that comes until the server hangs up."""
        pieces = []
        with contextlib.suppress(ConnectionResetError):
            while piece := self.socket.recv(1 << 20):
                pieces.append(piece)
        return b"".join(pieces)

    def answer(self) -> tuple[int, bytes]:
        """Status and body of one answer."""
        with self.socket.makefile("rb") as stream:
            status = int(stream.readline().split()[1])
            length = 0
            while (line := stream.readline()) != b"\r\n":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            return status, stream.read(length)


def post(length: int, sent: bytes) -> bytes:
    return b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%b" % (length, sent)


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Server]]:
    """Starts servers with short times."""
    for module, name in (
        (connections, "HEAD_S"), (connections, "READ_S"), (body, "BODY_WAIT_S"), (body, "BODY_TOTAL_S")
    ):  # fmt: skip
        monkeypatch.setattr(module, name, 0.4)
    servers = []

    def started(most: int = 100, keep_alive_s: int = 60) -> Server:
        servers.append(Server(most, keep_alive_s))
        return servers[-1]

    yield started
    for server in servers:
        server.stop()


def test_a_head_that_never_ends_is_answered_and_gone(start: Callable[..., Server]) -> None:
    server = start()
    client = Client(server, b"POST /echo HTTP/1.1\r\nHost: x\r\n")
    status, told = client.answer()
    assert (status, json.loads(told)["error"]["code"]) == (408, "head_timeout")
    assert client.received() == b""
    wait_until(lambda: server.connected == 0)


def test_a_head_that_drips_gains_no_time(start: Callable[..., Server]) -> None:
    client = Client(start(), b"POST /echo HTTP/1.1\r\n")
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        for number in range(200):
            client.send(b"X-%d: y\r\n" % number)
            time.sleep(0.02)
        pytest.fail("it was waited for")


def test_a_second_request_has_its_time_too(start: Callable[..., Server]) -> None:
    client = Client(start(), post(2, b"ok"))
    assert client.answer() == (200, b"ok")
    time.sleep(0.8)  # idle for longer than a head may take
    client.send(post(2, b"ok"))
    assert client.answer() == (200, b"ok")
    client.send(b"POST /ec")
    assert client.answer()[0] == 408


def test_a_head_that_is_too_large_is_refused(start: Callable[..., Server]) -> None:
    client = Client(start(), b"POST /echo HTTP/1.1\r\nX-Long: ")
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        for _ in range(100):
            client.send(b"x" * 4096)
    assert client.received().startswith(b"HTTP/1.1 431 ")


def test_what_is_no_http_is_refused(start: Callable[..., Server]) -> None:
    status, told = Client(start(), b"\x16\x03\x01 TLS perhaps\r\n\r\n").answer()
    assert (status, json.loads(told)["error"]["code"]) == (400, "invalid_http")


@pytest.mark.parametrize("pause_s", [10.0, 0.05])
def test_a_body_that_comes_slowly_is_answered(start: Callable[..., Server], pause_s: float) -> None:
    server = start()
    client = Client(server, post(1000, b"x"))
    stop = threading.Event()

    def drip() -> None:
        with contextlib.suppress(OSError):
            while not stop.wait(pause_s):
                client.send(b"x")

    dripping = threading.Thread(target=drip)
    dripping.start()
    status, told = client.answer()
    stop.set()
    dripping.join()
    assert (status, json.loads(told)["error"]["code"]) == (408, "body_timeout")


@pytest.mark.parametrize("sent", [b"", b"\r\n", post(2, b"ok")])
def test_an_idle_connection_ends(start: Callable[..., Server], sent: bytes) -> None:
    client = Client(start(keep_alive_s=1), sent)
    assert client.received().endswith(b"ok" if b"ok" in sent else b"")


def test_bytes_that_begin_no_request_win_no_time(start: Callable[..., Server]) -> None:
    client = Client(start(keep_alive_s=1))
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        for _ in range(100):
            client.send(b"\r\n")
            time.sleep(0.05)
        pytest.fail("it was waited for")


def test_a_client_that_does_not_read_its_answer_is_left(start: Callable[..., Server]) -> None:
    server = start()
    client = Client(server, GET)
    wait_until(lambda: server.connected == 1)
    wait_until(lambda: server.connected == 0)
    assert len(client.received()) < LARGE_BYTES


def test_silent_ones_make_room_for_others(start: Callable[..., Server]) -> None:
    server = start(most=10)
    first = Client(server, post(2, b"ok"))
    assert first.answer() == (200, b"ok")
    silent = [Client(server) for _ in range(9)]
    wait_until(lambda: server.connected == 10)
    first.send(post(2, b"ok"))
    assert first.answer() == (200, b"ok")  # so it is not idle for longest
    newcomers = [Client(server, post(2, b"in")) for _ in range(9)]
    assert [newcomer.answer() for newcomer in newcomers] == [(200, b"in")] * 9
    assert [client.received() for client in silent] == [b""] * 9
    first.send(post(2, b"ok"))
    assert first.answer() == (200, b"ok")


def test_where_all_are_busy_the_newcomer_is_refused(start: Callable[..., Server]) -> None:
    server = start(most=3)
    busy = [Client(server, b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(3)]
    wait_until(lambda: len(server.waiting) == 3)
    refused = Client(server, post(2, b"ok")).received()
    assert refused.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: 1\r\n" in refused
    assert b"too_many_connections" in refused
    server.released.set()
    assert [client.answer() for client in busy] == [(200, b"waited")] * 3


def test_descriptors_are_left_for_work() -> None:
    """In a process of its own, since a limit once lowered stays."""
    read, write = os.pipe()
    if (pid := os.fork()) == 0:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (256, 4096))
            found = [connections_allowed(1000), resource.getrlimit(resource.RLIMIT_NOFILE)[0]]
            resource.setrlimit(resource.RLIMIT_NOFILE, (256, 600))
            found += [connections_allowed(1000), connections_allowed(10)]
            os.write(write, json.dumps(found).encode())
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    assert json.loads(os.read(read, 1000)) == [1000, 1512, 300, 10]
    os.close(read)
    os.close(write)
