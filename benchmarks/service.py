"""What HTTP costs: mathematics one by one and in batches, beside an empty handler of the same application.

    python -m benchmarks.service [--seconds N] [--rounds N] [--profile FILE.pstats]

The empty handler takes the same bodies through the same server, middleware and router and answers a constant.
Both are asked in turns by the same clients, so that what else the machine does meets both alike. The client
is a process of its own with as little in it as can be, since it shares the machine with the service.
"""

import argparse
import asyncio
import contextlib
import cProfile
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.holdings import Holdings, descendants
from benchmarks.math_throughput import made_up

SEED = 1
CLIENTS = 32
BODIES = 20_000
BATCH_ITEMS = 1_024
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
EMPTY = "/benchmark/empty"
READY = re.compile(r"ready at (http://\S+)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each turn")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", type=Path, help="where to write what the service's own process did")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        serve(arguments.profile)
        return
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), arguments.profile)
        try:
            asyncio.run(measure(server, arguments.seconds, arguments.rounds))
        finally:
            server.stop()


def serve(profile: Path | None) -> None:
    from fastapi import APIRouter, Request, Response  # noqa: PLC0415 - the client's process is small

    from service.answers import json_response  # noqa: PLC0415
    from service.app import build_app  # noqa: PLC0415
    from service.logs import configure_logs  # noqa: PLC0415
    from service.server import serve as serve_app  # noqa: PLC0415
    from service.settings import Settings  # noqa: PLC0415

    settings = Settings()
    configure_logs(settings)
    app = build_app(settings)

    async def empty(request: Request) -> Response:
        await request.body()
        return json_response({"status": "ok"})

    router = APIRouter()
    router.add_api_route(EMPTY, empty, methods=["POST"])
    app.include_router(router)
    # A handler is found by going through the routes in order: the empty one has its place beside the other.
    app.router.routes.insert(0, app.router.routes.pop())
    if profile is None:
        serve_app(app, settings)
        return
    profiler = cProfile.Profile()
    profiler.runcall(serve_app, app, settings)
    profiler.dump_stats(profile)


class Server:
    """The service in processes of its own, with settings as its environment."""

    def __init__(self, folder: Path, profile: Path | None, /, **environment: str) -> None:
        options = ["--profile", str(profile)] if profile else []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.service", "--serve", *options],
            env={
                **os.environ,
                "REWARDD_PORT": "0",
                "REWARDD_PROBLEMS": str(folder / "problems"),
                **environment,
            },
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._process.stderr is not None
        log = []
        for line in self._process.stderr:
            log.append(line)
            if found := READY.search(line):
                self.url = found[1]
                return
        raise SystemExit("the service did not start:\n" + "".join(log))

    def cpu_s(self) -> tuple[float, float]:
        """CPU time of the service's process, and of it and all processes below it."""
        used: dict[int, float] = {}
        for pid in (self._process.pid, *descendants(self._process.pid)):
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                used[pid] = (int(fields[11]) + int(fields[12])) / TICKS_PER_S
        return used[self._process.pid], sum(used.values())

    def holdings(self) -> Holdings:
        """What it holds now."""
        return Holdings.of(self._process.pid)

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(60)


class Connection:
    """Sends requests that are bytes already, one after another, and reads nothing but lengths."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, url: str) -> "Connection":
        address = urlsplit(url)
        return cls(*await asyncio.open_connection(address.hostname, address.port, limit=2**20))

    async def ask(self, request: bytes) -> bytes:
        status, body = await self.exchange(request)
        assert status == 200, body
        return body

    async def exchange(self, request: bytes) -> tuple[int, bytes]:
        """The answer's status and body."""
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length: ")[2].partition(b"\r")[0])
        return int(head.split(maxsplit=2)[1]), await self._reader.readexactly(length)

    def leave_after(self, request: bytes) -> None:
        """Send it and hang up."""
        self._writer.write(request)
        self._writer.close()

    def close(self) -> None:
        self._writer.close()


def requests(path: str, bodies: Sequence[bytes]) -> list[bytes]:
    head = (
        "POST {} HTTP/1.1\r\nHost: benchmark\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n"
    )
    return [head.format(path, len(body)).encode() + body for body in bodies]


async def measure(server: Server, seconds: float, rounds: int) -> None:
    dice = random.Random(SEED)
    items = [
        {"completion": completion, "gold": gold}
        for gold, completion in (made_up(dice) for _ in range(BODIES))
    ]
    bodies = [json.dumps(item).encode() for item in items]
    connections = [await Connection.open(server.url) for _ in range(CLIENTS)]
    empty = endless(requests(EMPTY, bodies))
    single = endless(requests("/v1/verify", bodies))
    await rate(connections, single, 1.0)  # workers and memories warm
    ratios = []
    print(f"{CLIENTS} clients, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for _ in range(rounds):
        emptily, empty_cost = await turn(server, connections, empty, seconds)
        judged, judged_cost = await turn(server, connections, single, seconds)
        ratios.append(judged / emptily)
        print(
            f"empty {emptily:6.0f}/s ({empty_cost[0] * 1e6:4.0f} µs of the service's process each)   "
            f"math {judged:6.0f}/s ({judged_cost[0] * 1e6:4.0f} µs, "
            f"with workers {judged_cost[1] * 1e6:4.0f} µs)   ratio {judged / emptily:.2f}"
        )
    print(
        f"ratio of single requests to empty ones, median of {rounds} turns: {statistics.median(ratios):.2f}"
    )
    await batches(server, connections[0], items, rounds)
    for connection in connections:
        connection.close()


async def turn(
    server: Server, connections: Sequence[Connection], queue: Iterator[bytes], seconds: float
) -> tuple[float, tuple[float, float]]:
    """Requests a second, and the CPU seconds each cost: of the service's own process, and of all."""
    before = server.cpu_s()
    per_second = await rate(connections, queue, seconds)
    after = server.cpu_s()
    asked = per_second * seconds
    return per_second, ((after[0] - before[0]) / asked, (after[1] - before[1]) / asked)


async def rate(connections: Sequence[Connection], queue: Iterator[bytes], seconds: float) -> float:
    begun = time.perf_counter()
    ends_at = begun + seconds

    async def client(connection: Connection) -> int:
        asked = 0
        while time.perf_counter() < ends_at:
            await connection.ask(next(queue))
            asked += 1
        return asked

    asked = sum(await asyncio.gather(*map(client, connections)))
    return asked / (time.perf_counter() - begun)


async def batches(server: Server, connection: Connection, items: Sequence[object], rounds: int) -> None:
    bodies = [
        json.dumps({"items": items[start : start + BATCH_ITEMS]}).encode()
        for start in range(0, len(items) - BATCH_ITEMS, BATCH_ITEMS)
    ]
    queue = endless(requests("/v1/verify/batch", bodies))
    await connection.ask(next(queue))
    per_second, per_core = [], []
    for _ in range(rounds):
        before, begun = server.cpu_s()[1], time.perf_counter()
        for _ in range(4):
            results = json.loads(await connection.ask(next(queue)))["results"]
            assert len(results) == BATCH_ITEMS
            assert all(result["reward"] == 1.0 for result in results)
        judged = 4 * BATCH_ITEMS
        per_second.append(judged / (time.perf_counter() - begun))
        per_core.append(judged / (server.cpu_s()[1] - before))
    print(
        f"batches of {BATCH_ITEMS}: {statistics.median(per_second):.0f} items/s by the clock, "
        f"{statistics.median(per_core):.0f} items per second of CPU time of all processes together"
    )


def endless(values: Sequence[bytes]) -> Iterator[bytes]:
    while True:
        yield from values


if __name__ == "__main__":
    main()
