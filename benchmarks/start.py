"""From nothing to the first answers: a sum and a program, both sent as soon as the service listens.

    python -m benchmarks.start [--turns N] [--cold]

With `--cold` the page cache is emptied before each turn (as root), so that every file comes from the disk.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.service import Server
from benchmarks.traffic import PROBLEM

SUM = {"completion": r"\boxed{\frac{1}{2}}", "gold": "0.5"}
PROGRAM = {"completion": "```python\nprint(int(input()) ** 2)\n```", "problem": PROBLEM}
STEPS = ("listens", "sum", "program")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--cold", action="store_true", help="empty the page cache first")
    arguments = parser.parse_args()
    turns = []
    for _ in range(arguments.turns):
        if arguments.cold:
            os.sync()
            Path("/proc/sys/vm/drop_caches").write_text("3")
        with tempfile.TemporaryDirectory() as folder:
            turns.append(turn(Path(folder)))
        print("  ".join(f"{step} {seconds:.2f} s" for step, seconds in turns[-1].items()), flush=True)
    for step in STEPS:
        print(f"{step}: median {statistics.median(turn[step] for turn in turns):.2f} s")


def turn(folder: Path) -> dict[str, float]:
    """Seconds from the start until each step; CPU time is that of the service and all below it."""
    begun = time.perf_counter()
    server = Server(folder, None)
    took = {"listens": time.perf_counter() - begun}

    def answered(body: object) -> float:
        request = urllib.request.Request(f"{server.url}/v1/verify", json.dumps(body).encode())
        with urllib.request.urlopen(request) as answer:
            assert json.load(answer)["reward"] == 1.0
        return time.perf_counter() - begun

    try:
        with ThreadPoolExecutor(2) as threads:
            answers = threads.submit(answered, SUM), threads.submit(answered, PROGRAM)
            took["sum"], took["program"] = (answer.result() for answer in answers)
        took["CPU"] = server.cpu_s()[1]
    finally:
        server.stop()
    return took


if __name__ == "__main__":
    main()
