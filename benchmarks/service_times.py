"""What an item of each kind costs: seconds of one core, one after another on an otherwise idle machine.

    python -m benchmarks.service_times [-o benchmarks/service_times.json]

Starts a service with one box and one math worker. The file holds ten quantiles of each kind, from which
`benchmarks.scale_plan` draws.
"""

import argparse
import itertools
import json
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

from benchmarks.ray_scaling import service
from benchmarks.submissions import CPP, PYTHON, problem

FILE = Path(__file__).with_name("service_times.json")
CASES = 20
BATCH = 512
unique = itertools.count()

JAVASCRIPT = """const words = require("fs").readFileSync(0, "utf8").trim().split(/\\s+/);
const numbers = words.map(Number).slice(1);
const counts = new Map();
for (const x of numbers) counts.set(x, (counts.get(x) || 0) + 1);
let best = numbers[0];
for (const [x, c] of counts) if (c > counts.get(best) || (c === counts.get(best) && x < best)) best = x;
console.log(best, numbers.reduce((a, b) => a + b, 0));
"""
ENDLESS = "while True: pass\n"


def program(source: str, tag: str, comment: str, **limits: int) -> dict[str, object]:
    """An item whose program was never seen before."""
    completion = f"```{tag}\n{source}{comment} {next(unique)}\n```"
    return {"completion": completion, "problem": {**problem(CASES), "limits": limits}}


def light() -> dict[str, object]:
    """A number to compare, behind some reasoning."""
    n = next(unique)
    return {
        "completion": "So we add what we have, as the exercise asks. " * 20 + f"\\boxed{{{n}}}",
        "gold": str(n),
    }


def heavy() -> dict[str, object]:
    """An identity that computer algebra decides."""
    n = next(unique)
    return {"completion": f"\\boxed{{\\sin(2x) + {n}}}", "gold": f"2\\sin(x)\\cos(x) + {n}"}


KINDS: dict[str, tuple[Callable[[], dict[str, object]], int]] = {
    "mathematics, a number": (light, 0),
    "mathematics, an identity": (heavy, 40),
    "Python, 20 cases": (lambda: program(PYTHON, "python", "#"), 60),
    "JavaScript, 20 cases": (lambda: program(JAVASCRIPT, "javascript", "//"), 15),
    "C++, compiled anew, 20 cases": (lambda: program(CPP, "cpp", "//"), 20),
    "Python, endless, 2 s granted": (lambda: program(ENDLESS, "python", "#", cpu_ms=2_000), 3),
}
"""Makers of items, and how many are sent one by one; 0 for those that are too small for that."""


def seconds(client: httpx.Client, make: Callable[[], dict[str, object]], count: int) -> Iterator[float]:
    """How long items take: each, or a share of a batch."""
    for _ in range(count + 1 if count else 12):
        items = [make() for _ in range(1 if count else BATCH)]
        begun = time.perf_counter()
        results = client.post("/v1/verify/batch", json={"items": items}).json()["results"]
        assert all(result["reward"] is not None for result in results), results[0]
        yield (time.perf_counter() - begun) / len(items)


def main() -> None:
    """Measure, print and write."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("-o", "--output", type=Path, default=FILE)
    output = arguments.parse_args().output
    measured = {}
    print("| kind | median | 9 of 10 within |\n|---|---|---|")
    with service("serve") as running, httpx.Client(base_url=running.url, timeout=120) as client:
        for name, (make, count) in KINDS.items():
            first, *rest = seconds(client, make, count)
            del first  # warms up
            quantiles = statistics.quantiles(rest, n=10, method="inclusive")
            measured[name] = [round(quantile, 6) for quantile in quantiles]
            print(f"| {name} | {1000 * quantiles[4]:,.2f} ms | {1000 * quantiles[8]:,.2f} ms |")
    output.write_text(json.dumps(measured, indent=1) + "\n")


if __name__ == "__main__":
    main()
