"""A real Redis server for a test, on a free port of its own."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

START_S = 20
IN_MEMORY = ("--save", "", "--appendonly", "no")


class RedisServer:
    """A server without persistence; it can be stopped and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def client(self) -> redis.Redis:
        """To look at what is stored, and to change it."""
        return redis.Redis.from_url(self.url)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._process = subprocess.Popen(
            ["redis-server", "--port", str(self._port), "--bind", "127.0.0.1", *IN_MEMORY],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
        )
        ends_at = time.monotonic() + START_S
        while True:
            try:
                self.client.ping()
            except redis.ConnectionError:
                assert time.monotonic() < ends_at, "redis-server does not answer"
                time.sleep(0.02)
            else:
                return

    def freeze(self) -> None:
        """Have it answer nothing more, while its port stays open."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def stop(self) -> None:
        """Kill it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def running(folder: Path) -> Iterator[RedisServer]:
    """A server for as long as the block lasts; the test is skipped where there is none."""
    if shutil.which("redis-server") is None:
        pytest.skip("there is no redis-server here: apt-get install redis-server")
    server = RedisServer(folder)
    try:
        yield server
    finally:
        server.stop()
