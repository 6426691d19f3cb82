"""Whether a verdict depends on how busy the machine is: the same submissions alone, and under overload.

    python -m benchmarks.stability [--submissions N] [--overload N]

Two of five submissions keep close to a limit, on either side of it: of CPU time, the clock, memory or output.
The others are ordinary. First a service judges one after another. Then another service, which remembers
nothing of that, judges them all at once while endless loops keep every core busy `--overload` times over.
Each verdict is known beforehand as well. The exit status is 1 if one differs.
"""

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.service import Connection, Server, requests
from benchmarks.traffic import item

SEED = 3
SUBMISSIONS = 1_000
OVERLOAD = 4
NEAR_SHARE = 0.4

PATIENCE_S = "7200"
"""All are in the line at once, and the last one has to wait for all others."""

CPU_MS = 400
WALL_MS = 1_500
MEMORY_BYTES = 256 * 2**20
OUTPUT_BYTES = 64 * 1024
TESTS = [{"input": "1\n", "output": "1\n"}]
BURN = "import time\nwhile time.process_time() < {seconds}: pass\nprint(1)"
SLEEP = "import time\ntime.sleep({seconds})\nprint(1)"
HOLD = "block = bytearray({size})\nprint(1)"
WRITE = "import sys\nprint('x' * {size}, file=sys.stderr)\nprint(1)"
NEAR = [
    ("cpu below", "accepted", {"cpu_ms": CPU_MS}, BURN.format(seconds=0.85 * CPU_MS / 1000)),
    ("cpu above", "time_limit_exceeded", {"cpu_ms": CPU_MS}, BURN.format(seconds=1.25 * CPU_MS / 1000)),
    ("clock below", "accepted", {"wall_ms": WALL_MS}, SLEEP.format(seconds=0.8 * WALL_MS / 1000)),
    ("clock above", "time_limit_exceeded", {"wall_ms": WALL_MS}, SLEEP.format(seconds=60)),
    ("memory below", "accepted", {"memory_bytes": MEMORY_BYTES}, HOLD.format(size=int(0.9 * MEMORY_BYTES))),
    (
        "memory above",
        "memory_limit_exceeded",
        {"memory_bytes": MEMORY_BYTES},
        HOLD.format(size=int(1.2 * MEMORY_BYTES)),
    ),
    ("output below", "accepted", {"output_bytes": OUTPUT_BYTES}, WRITE.format(size=int(0.95 * OUTPUT_BYTES))),
    (
        "output above",
        "output_limit_exceeded",
        {"output_bytes": OUTPUT_BYTES},
        WRITE.format(size=int(1.05 * OUTPUT_BYTES)),
    ),
]
"""Each keeps close to one limit and far from all others."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=SUBMISSIONS)
    parser.add_argument("--overload", type=int, default=OVERLOAD)
    arguments = parser.parse_args()
    submissions = made_submissions(random.Random(SEED), arguments.submissions)
    asked = requests("/v1/verify", [json.dumps(fields).encode() for _, _, fields in submissions])
    alone = judged(asked, in_flight=1)
    with overload(arguments.overload * (os.cpu_count() or 1)):
        crowded = judged(asked, in_flight=len(asked))
    differing = Counter[str]()
    kinds = Counter[str]()
    for (kind, expected, _), *verdicts in zip(submissions, alone, crowded, strict=True):
        kinds[kind] += 1
        if set(verdicts) != {expected}:
            differing[f"{kind}: {expected} expected, {verdicts[0]} alone, {verdicts[1]} in the crowd"] += 1
    print(", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())))
    print(f"{len(submissions)} submissions, {sum(differing.values())} with a verdict that differs")
    for line, count in differing.items():
        print(f"  {count} × {line}")
    sys.exit(1 if differing else 0)


def made_submissions(dice: random.Random, count: int) -> list[tuple[str, str, dict[str, object]]]:
    submissions: list[tuple[str, str, dict[str, object]]] = []
    for number in range(count):
        if dice.random() >= NEAR_SHARE:
            submissions.append(item(dice))
            continue
        kind, expected, limits, text = NEAR[number % len(NEAR)]
        fields: dict[str, object] = {
            "completion": f"```python\n{text}\n# {number}\n```",
            "problem": {"kind": "stdio", "tests": TESTS, "limits": limits},
        }
        submissions.append((kind, expected, fields))
    return submissions


def judged(asked: list[bytes], *, in_flight: int) -> list[str]:
    """The verdicts of a service of its own, in order."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), None, REWARDD_REQUEST_S=PATIENCE_S, REWARDD_BOX_WAIT_S=PATIENCE_S)
        begun = time.monotonic()
        try:
            verdicts = asyncio.run(ask_all(server.url, asked, in_flight))
        finally:
            server.stop()
        seconds = time.monotonic() - begun
    print(f"{in_flight} at a time, load {os.getloadavg()[0]:.1f}: {seconds:.0f} s", flush=True)
    return verdicts


async def ask_all(url: str, asked: list[bytes], in_flight: int) -> list[str]:
    verdicts = [""] * len(asked)
    queue = iter(enumerate(asked))

    async def client() -> None:
        connection = await Connection.open(url)
        for index, request in queue:
            status, body = await connection.exchange(request)
            verdicts[index] = str(json.loads(body)["verdict"]) if status == 200 else f"status {status}"
        connection.close()

    await asyncio.gather(*(client() for _ in range(in_flight)))
    return verdicts


@contextlib.contextmanager
def overload(loops: int) -> Iterator[None]:
    """So many endless loops meanwhile."""
    # Not forked: a process of this one's size would be copied for each.
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=spin, daemon=True) for _ in range(loops)]
    for process in processes:
        process.start()
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.join()


def spin() -> None:
    while True:
        pass


if __name__ == "__main__":
    main()
