"""A step of training over HTTP: hundreds of requests in flight, some hostile, some clients that leave.

    python -m benchmarks.load [--items N] [--in-flight N] [--minutes M] [--url URL]

Every item's verdict is known beforehand, so that what is lost, refused or wrong is counted, not guessed.
After each step nothing may be left in the service's queues and boxes, and it may have failed at nothing.
With `--minutes` steps follow each other for so long, a soak, and once the first third is over the service may
hold no more memory, descriptors, processes and control groups than before. Without `--url` a service is
started and ended. The exit status is 1 if anything was not as it should be.
"""

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import sys
import tempfile
import time
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.holdings import Holdings, grown
from benchmarks.service import Connection, Server
from benchmarks.traffic import Ask, made_ask

SEED = 1
ITEMS = 16_384
IN_FLIGHT = 512
TRIES = 400
"""A refusal says when to come again, and a client comes; after so many its item counts as lost."""
IDLE_S = 60.0
"""Work of clients that left must have gone from queues and boxes after so long."""
GROWTH_BYTES = 64 * 2**20
"""Growth of memory after the first third of a soak that is put down to the allocator."""
SPARES = 2 * (os.cpu_count() or 1) + 1
"""Boxes that the service makes ahead, and a worker."""
CACHE_BYTES = 16 * 2**20
"""In a soak verdicts and programs may take so little that their caches are full after the first third."""
AT_REST = ("rewardd_queue_depth", "rewardd_boxes_in_use", "rewardd_internal_errors_total")
"""What is 0 when a step is over."""


@dataclass(slots=True, kw_only=True)
class Step:
    """What came of the items."""

    waits_ms: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    left: int = 0
    refused: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)

    @property
    def good(self) -> bool:
        return not (self.wrong or self.lost)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=ITEMS)
    parser.add_argument("--in-flight", type=int, default=IN_FLIGHT)
    parser.add_argument("--minutes", type=float, default=0.0)
    parser.add_argument("--url", help="a service that runs already")
    arguments = parser.parse_args()
    caches = {"REWARDD_CACHE_BYTES": str(CACHE_BYTES)} if arguments.minutes else {}
    with tempfile.TemporaryDirectory() as folder:
        server = None if arguments.url else Server(Path(folder), None, **caches)
        try:
            url = arguments.url or (server.url if server else "")
            good = soak(url, server, arguments.items, arguments.in_flight, arguments.minutes)
        finally:
            if server is not None:
                server.stop()
    sys.exit(0 if good else 1)


def soak(url: str, server: Server | None, items: int, in_flight: int, minutes: float) -> bool:
    dice = random.Random(SEED)
    begun = time.monotonic()
    good = True
    held: list[tuple[float, Holdings]] = []
    while True:
        step_begun = time.monotonic()
        step = asyncio.run(run_step(url, made_asks(dice, items), in_flight))
        show(step, items, time.monotonic() - step_begun)
        good &= step.good and is_at_rest(url)
        elapsed = time.monotonic() - begun
        if server is not None:
            held.append((elapsed, server.holdings()))
            print(f"after {elapsed:.0f} s: {held[-1][1]}\n", flush=True)
        if elapsed >= 60 * minutes:
            return good and not has_grown(held)


def made_asks(dice: random.Random, items: int) -> list[Ask]:
    asks = []
    while items > 0:
        asks.append(made_ask(dice))
        items -= len(asks[-1].expected)
    return asks


async def run_step(url: str, asks: list[Ask], in_flight: int) -> Step:
    step = Step()
    queue = iter(asks)
    await asyncio.gather(*(client(url, queue, step) for _ in range(in_flight)))
    return step


async def client(url: str, queue: Iterator[Ask], step: Step) -> None:
    connection = await Connection.open(url)
    for ask in queue:
        if ask.leaves:
            connection.leave_after(ask.request)
            step.left += 1
            connection = await Connection.open(url)
            continue
        begun = time.perf_counter()
        verdicts = await ask_until_judged(connection, ask, step)
        step.waits_ms[ask.kind].append((time.perf_counter() - begun) * 1000)
        if verdicts is None:
            step.lost[ask.kind] += len(ask.expected)
            continue
        for verdict, expected in zip(verdicts, ask.expected, strict=True):
            if verdict != expected:
                step.wrong[f"{ask.kind}: {verdict} for {expected}"] += 1
    connection.close()


async def ask_until_judged(connection: Connection, ask: Ask, step: Step) -> list[str] | None:
    for _ in range(TRIES):
        status, body = await connection.exchange(ask.request)
        if status == 200:
            answer = json.loads(body)
            return [str(result["verdict"]) for result in answer.get("results", [answer])]
        if status not in {429, 503}:
            return None
        step.refused += 1
        await asyncio.sleep(1.0)
    return None


def show(step: Step, items: int, seconds: float) -> None:
    print(f"{items} items in {seconds:.0f} s: {items / seconds:.0f}/s")
    print(f"{'':14}{'requests':>9}{'p50 ms':>9}{'p99 ms':>9}")
    for kind, waits in sorted(step.waits_ms.items()):
        p99 = sorted(waits)[min(len(waits) - 1, int(len(waits) * 0.99))]
        print(f"{kind:14}{len(waits):9}{statistics.median(waits):9.0f}{p99:9.0f}")
    print(f"clients that left {step.left}, refused and sent again {step.refused}")
    print(f"lost {dict(step.lost) or 'none'}, wrong {dict(step.wrong) or 'none'}", flush=True)


def is_at_rest(url: str) -> bool:
    """Whether the service soon has nothing left to do, and failed at nothing."""
    ends_at = time.monotonic() + IDLE_S
    while True:
        with urllib.request.urlopen(f"{url}/metrics") as answer:
            text = answer.read().decode()
        found = re.findall(rf"^((?:{'|'.join(AT_REST)})\S*) (\S+)$", text, re.MULTILINE)
        busy = [f"{name} {value}" for name, value in found if float(value)]
        if not busy:
            return True
        if time.monotonic() > ends_at:
            print(f"after the step: {', '.join(busy)}")
            return False
        time.sleep(0.5)


def has_grown(held: list[tuple[float, Holdings]]) -> bool:
    """Whether anything went on growing after the first third of the time."""
    if len(held) < 3:
        return False
    ends_at = held[-1][0] / 3
    early = [holdings for elapsed, holdings in held if elapsed <= ends_at] or [held[0][1]]
    late = [holdings for _, holdings in held[len(early) :]]
    more = grown(early, late, memory_bytes=GROWTH_BYTES, spares=SPARES)
    print(f"more than in the first third: {', '.join(more) or 'nothing'}")
    return bool(more)


if __name__ == "__main__":
    main()
