"""Batches of 256 on Ray: what a second replica brings, and what Ray costs beside plain uvicorn.

    .venv-ray/bin/python -m benchmarks.ray_scaling

Every replica has one box and one math worker. Programs have twenty cases and differ from each other, so
that no verdict is remembered. Light mathematics are numbers, which cost the workers next to nothing; heavy
ones are identities that computer algebra decides. Starts services of its own, one after another.
"""

import itertools
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx

from benchmarks.submissions import PYTHON, problem

BATCH = 256
CASES = 20
unique = itertools.count()

Items = Callable[[], dict[str, object]]


def programs() -> dict[str, object]:
    """A batch of programs."""
    items = [{"completion": f"```python\n{PYTHON}# {next(unique)}\n```"} for _ in range(BATCH)]
    return {"items": items, "defaults": {"problem": problem(CASES)}}


def light() -> dict[str, object]:
    """A batch of mathematics that is read and compared at once."""
    thought = "So we add what we have and find the sum, as the exercise asks. " * 16
    return {
        "items": [{"completion": f"{thought}\\boxed{{{n}/7}}", "gold": str(n)} for n in numbers()],
    }


def heavy() -> dict[str, object]:
    """A batch of mathematics that needs computer algebra."""
    return {
        "items": [
            {"completion": f"\\boxed{{\\sin(2x) + {n}}}", "gold": f"2\\sin(x)\\cos(x) + {n}"}
            for n in numbers()
        ]
    }


def numbers() -> list[int]:
    return [next(unique) for _ in range(BATCH)]


@contextmanager
def service(*flags: str) -> Iterator[str]:
    """A service with one box and one math worker for each replica."""
    with tempfile.TemporaryDirectory() as folder:
        fixed = sets("port=0", "boxes=1", "math_workers=1", "ray_cpus=1", f"problems={folder}")
        command = [sys.executable, "-m", "service", *fixed, *flags]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment())
        try:
            yield address(process)
        finally:
            process.terminate()
            process.wait()


def sets(*values: str) -> list[str]:
    return [argument for value in values for argument in ("--set", value)]


def environment() -> dict[str, str]:
    return {**os.environ, "RAY_AUTH_MODE": "disabled", "RAY_USAGE_STATS_ENABLED": "0"}


def address(process: "subprocess.Popen[str]") -> str:
    """Where it listens, once it does."""
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(r"ready at (http://\S+)", line):
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return found[1]
    raise SystemExit("the service did not start")


def measure(url: str, items: Items, batches: int, at_once: int) -> float:
    """Items a second, the median of three rounds."""
    with httpx.Client(base_url=url, timeout=300, limits=httpx.Limits(max_connections=at_once)) as client:

        def send(body: bytes) -> None:
            results = client.post("/v1/verify/batch", content=body).json()["results"]
            assert all(result["reward"] is not None for result in results), results[0]

        rates = []
        with ThreadPoolExecutor(at_once) as threads:
            send(json.dumps(items()).encode())
            for _ in range(3):
                bodies = [json.dumps(items()).encode() for _ in range(batches)]
                begun = time.perf_counter()
                list(threads.map(send, bodies))
                rates.append(batches * BATCH / (time.perf_counter() - begun))
    return statistics.median(rates)


KINDS: dict[str, tuple[Items, int, int]] = {
    "programs, one batch at once": (programs, 1, 1),
    "light mathematics, 4 batches at once": (light, 8, 4),
    "heavy mathematics, 4 batches at once": (heavy, 4, 4),
}


def main() -> None:
    kinds = {name: kind for name, kind in KINDS.items() if not sys.argv[1:] or name.startswith(sys.argv[1])}
    rates: dict[str, list[float]] = {name: [] for name in kinds}
    ways = [["serve"], *([*sets(f"ray_replicas={count}"), "serve", "--ray"] for count in (1, 2))]
    for flags in ways:
        with service(*flags) as url:
            for name, kind in kinds.items():
                rates[name].append(measure(url, *kind))
    print("| items a second | uvicorn | Ray, 1 replica | Ray, 2 replicas | Ray's cost | second replica |")
    print("|---|---|---|---|---|---|")
    for name, (alone, one, two) in rates.items():
        shares = f"{1 - one / alone:.0%} | {two / one:.2f} ×"
        print(f"| {name} | {alone:,.0f} | {one:,.0f} | {two:,.0f} | {shares} |")


if __name__ == "__main__":
    main()
