"""Several server processes behind one port.

    supervisor ── binds the port, starts the others, and looks at their beats
       ├── server process 0 ── application, workers for mathematics, boxes
       └── server process 1 …

The kernel gives each connection to one of them. What the settings count (boxes, workers for mathematics,
queues, batches, bytes) is divided between them. Each writes a beat whenever its event loop comes round; one
that dies or whose beat stands still is replaced, and the others serve meanwhile. SIGTERM goes on to all of
them, and so does SIGHUP. When the supervisor dies, the end of a pipe tells them, and they end as if asked to.
"""

import logging
import math
import multiprocessing
import os
import signal
import socket
import tempfile
import time
from collections.abc import Sequence
from ctypes import c_double
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import Any

from service.listening import say_ready
from service.logs import configure_logs
from service.settings import Settings

__all__ = ["Station", "part_of", "supervise"]

LOG = logging.getLogger("rewardd")

LOOK_EVERY_S = 0.25
START_S = 120.0
"""Longest time until a process beats for the first time."""
DRAIN_MARGIN_S = 10.0
"""It is killed when it takes so much longer to end than it may."""
PAUSES_S = (0.0, 1.0, 2.0, 5.0, 15.0, 30.0)
"""Before a process is started in place of one that died young, and again."""
YOUNG_S = 10.0
DIVIDED = (
    "boxes", "math_workers", "box_queue", "math_queue", "batches", "batched_items", "held_bytes",
    "cache_bytes", "connections",
)  # fmt: skip
"""Settings whose numbers the processes share; others are each one's own, or of folders that all see."""

_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """What one server process is given."""

    index: int
    settings: Settings
    sockets: Sequence[socket.socket]
    beats: Any
    """Seconds of the monotonic clock by process; 0 before the first."""
    lifeline: Any
    """A connection whose other end closes with the supervisor."""
    metrics_folder: Path


def part_of(settings: Settings, index: int) -> Settings:
    """The settings of one process: its part of all that is counted."""
    parts = {}
    for name in DIVIDED:
        whole = getattr(settings, name)
        parts[name] = max(1, whole // settings.workers + (index < whole % settings.workers))
    return settings.model_copy(update=parts)


def supervise(settings: Settings, sockets: Sequence[socket.socket]) -> None:
    """Serve at these sockets with several processes until a signal ends it.

    Raises:
        SystemExit: with status 1, when a process does not come up at the start.
    """
    configure_logs(settings)
    with tempfile.TemporaryDirectory(prefix="rewardd-") as folder:
        Supervisor(settings, sockets, Path(folder)).run()


class Supervisor:
    """Starts server processes, replaces those that break, and ends them.

    Args:
        settings: Of all of them together.
        sockets: What they listen at.
        folder: Where they leave their metrics for each other.
    """

    def __init__(self, settings: Settings, sockets: Sequence[socket.socket], folder: Path) -> None:
        self._settings = settings
        self._sockets = sockets
        self._folder = folder
        self._beats = _SPAWN.RawArray(c_double, settings.workers)
        self._lifeline, self._held_end = _SPAWN.Pipe(duplex=False)
        self._posts = [_Post() for _ in range(settings.workers)]
        self._ending_since: float | None = None
        self._ready = False
        self._looked_at = time.monotonic()

    def run(self) -> None:
        """Until all processes have ended."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        signal.signal(signal.SIGHUP, self._pass_on)
        for index in range(len(self._posts)):
            self._start(index)
        while any(post.process for post in self._posts) or self._ending_since is None:
            sentinels = [post.process.sentinel for post in self._posts if post.process]
            if sentinels:
                wait(sentinels, LOOK_EVERY_S)
            else:
                time.sleep(LOOK_EVERY_S)
            self._look()
        if not self._ready:
            raise SystemExit(1)

    def _look(self) -> None:
        now = time.monotonic()
        asleep = now - self._looked_at > 4 * LOOK_EVERY_S
        self._looked_at = now
        for index, post in enumerate(self._posts):
            if post.process is None:
                if self._ending_since is None and now >= post.starts_at:
                    self._start(index)
            elif post.process.exitcode is not None:
                self._bury(index, post.process, now)
            elif asleep:
                post.looked_away_until = now + self._settings.worker_hang_s
            elif self._is_stuck(index, now):
                LOG.error("server process %d does not answer; it is killed", index)
                post.process.kill()
        if not self._ready and all(self._beats):
            self._ready = True
            say_ready(self._sockets, f"{self._settings.workers} server processes; API at /docs")

    def _is_stuck(self, index: int, now: float) -> bool:
        post, beat = self._posts[index], self._beats[index]
        if self._ending_since is not None:
            return now - self._ending_since > (
                self._settings.notice_s + self._settings.drain_s + DRAIN_MARGIN_S
            )
        if now < post.looked_away_until:
            return False
        return bool(now - beat > self._settings.worker_hang_s if beat else now - post.started_at > START_S)

    def _start(self, index: int) -> None:
        self._beats[index] = 0.0
        station = Station(
            index=index,
            settings=self._settings,
            sockets=self._sockets,
            beats=self._beats,
            lifeline=self._lifeline,
            metrics_folder=self._folder,
        )
        process = _SPAWN.Process(target=_work, args=(station,), name=f"rewardd-{index}")
        process.start()
        self._posts[index].process = process
        self._posts[index].started_at = time.monotonic()

    def _bury(self, index: int, process: BaseProcess, now: float) -> None:
        post = self._posts[index]
        post.process = None
        if self._ending_since is not None:
            return
        if not self._ready:
            LOG.error("server process %d did not come up", index)
            self._end()
            return
        post.deaths = post.deaths + 1 if now - post.started_at < YOUNG_S else 0
        pause_s = PAUSES_S[min(post.deaths, len(PAUSES_S) - 1)]
        post.starts_at = now + pause_s
        LOG.error("server process %d ended with %s; another begins in %g s", index, process.exitcode, pause_s)

    def _end(self, *_: int | FrameType | None) -> None:
        if self._ending_since is None:
            self._ending_since = time.monotonic()
            for listener in self._sockets:
                listener.close()  # or else the kernel would go on taking connections for us
        for post in self._posts:
            if post.process is not None:
                post.process.terminate()

    def _pass_on(self, number: int, _: FrameType | None) -> None:
        for index, post in enumerate(self._posts):
            # One that has not begun reads its files anyway, and would die of the signal.
            if post.process is not None and post.process.pid is not None and self._beats[index]:
                os.kill(post.process.pid, number)


@dataclass(slots=True)
class _Post:
    """The place of one process, whoever holds it now."""

    process: BaseProcess | None = None
    started_at: float = -math.inf
    starts_at: float = -math.inf
    looked_away_until: float = -math.inf
    deaths: int = 0
    """Of those that died young, one after another."""


def _work(station: Station) -> None:
    """In a server process."""
    os.setpgid(0, 0)  # so that Ctrl-C reaches the supervisor alone, which passes it on once
    from service.server import serve_at  # noqa: PLC0415 - only now: it takes a second, and imports this module

    serve_at(station)
