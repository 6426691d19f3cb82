"""A step of training over HTTP: hundreds of requests in flight, some hostile, some clients that leave.

    python -m benchmarks.load [--items N] [--in-flight N] [--minutes M] [--url URL]

Every item's verdict is known beforehand, so that what is lost, refused or wrong is counted, not guessed. With
`--minutes` steps follow each other for so long, a soak; the memory of the service's own process is told after
each. Without `--url` a service is started and ended. The exit status is 1 if an item is lost or wrong.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.math_throughput import made_up
from benchmarks.service import Connection, Server, requests

SEED = 1
ITEMS = 16_384
IN_FLIGHT = 512
MATH_SHARE = 0.8
HOSTILE_SHARE = 0.05
LEAVING_SHARE = 0.01
TRIES = 200
"""A refusal says when to come again, and a client comes; after so many its item counts as lost."""

TESTS = [{"input": f"{n}\n", "output": f"{n * n}\n"} for n in range(3)]
PROBLEM = {"kind": "stdio", "tests": TESTS, "limits": {"cpu_ms": 1_000, "memory_bytes": 256 * 2**20}}
PROGRAMS = {
    "python": "print(int(input()) ** 2)  # {n}",
    "c": '#include <stdio.h>\nint main() {{ int n; scanf("%d", &n); printf("%d\\n", n * n); }} // {m}',
    "cpp": '#include <iostream>\nint main() {{ int n; std::cin >> n; std::cout << n * n << "\\n"; }} // {m}',
    "javascript": "const n = Number(require('fs').readFileSync(0)); console.log(n * n); // {n}",
}
HOSTILE = {
    "wrong_answer": "print(int(input()) ** 3 + 1)  # {n}",
    "time_limit_exceeded": "while True: pass  # {m}",
    "runtime_error": "import os\nos.kill(os.getpid(), 9)  # {n}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    kind: str
    expected: str
    request: bytes
    leaves: bool


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
    with tempfile.TemporaryDirectory() as folder:
        server = None if arguments.url else Server(Path(folder), None)
        try:
            url = arguments.url or (server.url if server else "")
            good = soak(url, server, arguments.items, arguments.in_flight, arguments.minutes)
        finally:
            if server is not None:
                server.stop()
    sys.exit(0 if good else 1)


def soak(url: str, server: Server | None, items: int, in_flight: int, minutes: float) -> bool:
    dice = random.Random(SEED)
    ends_at = time.monotonic() + 60 * minutes
    good = True
    while True:
        begun = time.monotonic()
        step = asyncio.run(run_step(url, [make_item(dice) for _ in range(items)], in_flight))
        show(step, items, time.monotonic() - begun, server)
        good &= step.good
        if time.monotonic() >= ends_at:
            return good


def make_item(dice: random.Random) -> Item:
    def item(kind: str, expected: str, body: dict[str, object]) -> Item:
        [request] = requests("/v1/verify", [json.dumps(body).encode()])
        return Item(kind=kind, expected=expected, request=request, leaves=dice.random() < LEAVING_SHARE)

    def program(text: str, language: str) -> dict[str, object]:
        # Compiled programs come again, as good samples of one prompt do; the others are all different.
        text = text.format(n=dice.randrange(10**9), m=dice.randrange(8))
        return {"completion": f"```{language}\n{text}\n```", "problem": PROBLEM}

    lot = dice.random()
    if lot < HOSTILE_SHARE:
        expected = dice.choice(list(HOSTILE))
        return item("hostile", expected, program(HOSTILE[expected], "python"))
    if lot < HOSTILE_SHARE + MATH_SHARE:
        gold, completion = made_up(dice)
        if dice.random() < 0.5:
            return item("math", "accepted", {"completion": completion, "gold": gold})
        return item(
            "math", "wrong_answer", {"completion": f"{completion} No: \\boxed{{-987654}}", "gold": gold}
        )
    language = dice.choice(list(PROGRAMS))
    return item(language, "accepted", program(PROGRAMS[language], language))


async def run_step(url: str, items: list[Item], in_flight: int) -> Step:
    step = Step()
    queue = iter(items)
    await asyncio.gather(*(client(url, queue, step) for _ in range(in_flight)))
    return step


async def client(url: str, queue: Iterator[Item], step: Step) -> None:
    connection = await Connection.open(url)
    for item in queue:
        if item.leaves:
            connection.leave_after(item.request)
            step.left += 1
            connection = await Connection.open(url)
            continue
        begun = time.perf_counter()
        verdict = await ask_until_judged(connection, item, step)
        step.waits_ms[item.kind].append((time.perf_counter() - begun) * 1000)
        if verdict is None:
            step.lost[item.kind] += 1
        elif verdict != item.expected:
            step.wrong[f"{item.kind}: {verdict} for {item.expected}"] += 1
    connection.close()


async def ask_until_judged(connection: Connection, item: Item, step: Step) -> str | None:
    for _ in range(TRIES):
        status, body = await connection.exchange(item.request)
        if status == 200:
            return str(json.loads(body)["verdict"])
        if status not in {429, 503}:
            return None
        step.refused += 1
        await asyncio.sleep(1.0)
    return None


def show(step: Step, items: int, seconds: float, server: Server | None) -> None:
    memory = f", the service's own process holds {server.memory_bytes() / 2**20:.0f} MiB" if server else ""
    print(f"{items} items in {seconds:.0f} s: {items / seconds:.0f}/s{memory}")
    print(f"{'':12}{'items':>7}{'p50 ms':>9}{'p99 ms':>9}")
    for kind, waits in sorted(step.waits_ms.items()):
        p99 = sorted(waits)[min(len(waits) - 1, int(len(waits) * 0.99))]
        print(f"{kind:12}{len(waits):7}{statistics.median(waits):9.0f}{p99:9.0f}")
    print(f"clients that left {step.left}, refused and sent again {step.refused}")
    print(f"lost {dict(step.lost) or 'none'}, wrong {dict(step.wrong) or 'none'}", flush=True)


if __name__ == "__main__":
    main()
