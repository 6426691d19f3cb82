"""The server process: sockets, signals, logs."""

import asyncio
import contextlib
import ipaddress
import logging
import math
import select
import signal
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from types import FrameType

import uvicorn
from fastapi import FastAPI

from service.app import build_app, count_connections, make_tracing_of, read_keys_again, stop_accepting
from service.connections import bounded, connections_allowed
from service.garbage import collect_seldom
from service.listening import BACKLOG, bind, say_ready
from service.logs import configure_logs
from service.places import require_places
from service.settings import Settings
from service.shared_metrics import SharedMetrics
from service.supervisor import Station, part_of, supervise

LOG = logging.getLogger("rewardd")

SAME_SIGNAL_S = 0.5
"""Signals that come so close together are one."""
LET_IN_S = 5.0
"""Longest time in which those who are at the door at the end are let in."""
LAST_TURNS, LAST_TURN_S = 5, 0.02
"""Turns of the event loop after that, before it stops listening: to read a request takes one."""


def run(settings: Settings) -> None:
    """Serve until a signal ends it. SIGTERM and SIGINT let work under way finish, within `drain_s`.

    Raises:
        CannotListenError: the address cannot be had.
        WrongConfigurationError: the settings ask for what is not there.
        SystemExit: with another status than 0, when it could not start or had to give up.
    """
    require_places(settings)
    make_tracing_of(settings)
    if settings.workers > 1:
        supervise(settings, bind(settings))
        return
    configure_logs(settings)
    serve(build_app(settings), settings)


def serve(app: FastAPI, settings: Settings) -> None:
    """The same, of an application that is made already, in this process."""
    sockets = bind(settings)
    warn_if_open(settings)
    server = Server(_configured(app, settings), settings.notice_s)
    server.run(sockets)
    if not server.started:
        sys.exit(1)


def serve_at(station: Station) -> None:
    """Serve as one of several processes."""
    settings = part_of(station.settings, station.index)
    configure_logs(settings)
    if station.index == 0:
        warn_if_open(settings)
    app = build_app(settings, shared_metrics=SharedMetrics(station.metrics_folder, station.index))
    StationedServer(_configured(app, settings), settings.notice_s, station).run(list(station.sockets))


def _configured(app: FastAPI, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http=bounded(connections_allowed(settings.connections)),  # type: ignore[arg-type]
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_keep_alive=settings.keep_alive_s,
        timeout_graceful_shutdown=settings.drain_s,
        backlog=BACKLOG,
    )


def warn_if_open(settings: Settings) -> None:
    """Say so if others can reach the service and no key is asked for."""
    if not (_is_loopback(settings.host) or settings.api_keys or settings.keys_file):
        LOG.warning(
            "Listening at %s without a key: whoever reaches this port can have programs run. "
            "Set REWARDD_KEYS_FILE (`rewardd keys` makes a line of it), or bind 127.0.0.1.",
            settings.host,
        )


class Server(uvicorn.Server):
    """Says where it listens, once it does, and ends with status 0 when a signal has asked it to.

    Args:
        notice_s: How long it goes on listening after the signal, while `/readyz` already says that it ends.
    """

    def __init__(self, config: uvicorn.Config, notice_s: float) -> None:
        super().__init__(config)
        self._notice_s = notice_s
        self._listens_until: float | None = None
        self._reads_again = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and have the garbage collector look no more at what lives as long as the process."""
        count_connections(self.config.app, lambda: len(self.server_state.connections))
        await super().startup(sockets)
        collect_seldom()
        self._say_ready(sockets or [])

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, and let work under way finish, with that of whoever is at the door already."""
        await self._let_in_the_last(sockets or [])
        under_way, left_s = len(self.server_state.tasks), self.config.timeout_graceful_shutdown
        LOG.info("shutting down: %d requests under way have %s s to finish", under_way, left_s)
        await super().shutdown(sockets)
        LOG.info("shut down")

    async def _let_in_the_last(self, listeners: Sequence[socket.socket]) -> None:
        """Take what the kernel has accepted for us, and the requests there: closing would reset them."""
        for listener in listeners:
            listener.listen(0)  # it makes no more
        door = select.poll()
        for listener in listeners:
            door.register(listener, select.POLLIN)
        ends_at = time.monotonic() + LET_IN_S
        while door.poll(0) and time.monotonic() < ends_at:  # noqa: ASYNC110 - the kernel tells nobody
            await asyncio.sleep(0)  # a turn of the event loop lets in no more than one
        for _ in range(LAST_TURNS):
            await asyncio.sleep(LAST_TURN_S)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to shut down: `/readyz` says so from now on, and work under way goes on."""
        stop_accepting(self.config.app)
        if self._notice_s and self._listens_until is None:
            self._listens_until = time.monotonic() + self._notice_s
            return
        super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second: whether to stop listening now, and what SIGHUP has asked for."""
        if self._reads_again:
            self._reads_again = False
            read_keys_again(self.config.app)
        if self._listens_until is not None and time.monotonic() >= self._listens_until:
            self.should_exit = True
        return await super().on_tick(counter)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Handle the signals that ask for an end. uvicorn's own would raise them again afterwards."""
        before = {
            signal.SIGINT: signal.signal(signal.SIGINT, self.handle_exit),
            signal.SIGTERM: signal.signal(signal.SIGTERM, self.handle_exit),
            signal.SIGHUP: signal.signal(signal.SIGHUP, self._ask_for_reading),
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _ask_for_reading(self, *_: object) -> None:
        self._reads_again = True

    def _say_ready(self, sockets: Sequence[socket.socket]) -> None:
        say_ready(sockets, "page and examples there; API at /docs")


class StationedServer(Server):
    """One of several: it beats for its supervisor, and ends when that does."""

    def __init__(self, config: uvicorn.Config, notice_s: float, station: Station) -> None:
        super().__init__(config, notice_s)
        self._station = station
        self._asked_at = -math.inf

    def _say_ready(self, sockets: Sequence[socket.socket]) -> None:
        """The supervisor says it, once all are."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to shut down, once: the supervisor and a terminal both send the one signal."""
        now = time.monotonic()
        asked_before, self._asked_at = self._asked_at, now
        if now >= asked_before + SAME_SIGNAL_S:
            super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second, unless the event loop stands still."""
        self._station.beats[self._station.index] = time.monotonic()
        if self._station.lifeline.poll():
            self.should_exit = True
        return await super().on_tick(counter)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
