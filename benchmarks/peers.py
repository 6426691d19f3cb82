"""Python programs in rewardd and in other judges that already run, by the same clients in turns.

    python -m benchmarks.peers [--sandbox-fusion URL] [--go-judge URL]

rewardd is started here. The others are started by whoever wants to compare, on the same machine, as their own
documentation says: SandboxFusion is asked through `/run_code` and go-judge through `/run`, a request for each
case, as their users do. None of them remembers anything: each program is new by a comment.
"""

import argparse
import http.client
import itertools
import json
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from benchmarks.submissions import CASES, INPUTS, OUTPUTS, PYTHON, median_ms, service

ROUNDS = 10
TURNS = 3
CLIENTS = (1, 8)
REQUESTS = 200
INTERPRETER = "/usr/bin/python3"

unique = itertools.count()
Judge = Callable[[http.client.HTTPConnection, int], None]
"""Has a new program judged on so many cases, all of which it must pass."""


def rewardd(connection: http.client.HTTPConnection, cases: int) -> None:
    tests = [{"input": i, "output": o} for i, o in zip(INPUTS[:cases], OUTPUTS[:cases], strict=True)]
    answer = post(
        connection,
        "/v1/verify",
        {"completion": f"```python\n{new_program()}```", "problem": {"kind": "stdio", "tests": tests}},
    )
    assert answer["verdict"] == "accepted", answer


def sandbox_fusion(connection: http.client.HTTPConnection, cases: int) -> None:
    program = new_program()
    for text, wanted in zip(INPUTS[:cases], OUTPUTS[:cases], strict=True):
        answer = post(connection, "/run_code", {"code": program, "language": "python", "stdin": text})
        assert answer["run_result"]["stdout"] == wanted, answer


def go_judge(connection: http.client.HTTPConnection, cases: int) -> None:
    program = new_program()
    for text, wanted in zip(INPUTS[:cases], OUTPUTS[:cases], strict=True):
        command = {
            "args": [INTERPRETER, "main.py"],
            "env": ["PATH=/usr/bin:/bin"],
            "files": [
                {"content": text},
                {"name": "stdout", "max": 1 << 20},
                {"name": "stderr", "max": 1 << 20},
            ],
            "cpuLimit": 10_000_000_000,
            "clockLimit": 20_000_000_000,
            "memoryLimit": 1 << 28,
            "procLimit": 16,
            "copyIn": {"main.py": {"content": program}},
        }
        (answer,) = post(connection, "/run", {"cmd": [command]})
        assert answer["files"]["stdout"] == wanted, answer


def new_program() -> str:
    return f"{PYTHON}# {next(unique)}\n"


def post(connection: http.client.HTTPConnection, path: str, body: object) -> Any:
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
    return json.loads(connection.getresponse().read())


def one_case(judge: Judge, address: str, clients: int) -> tuple[float, float]:
    """Requests per second and the 99th percentile in ms."""
    times: list[float] = []

    def client(count: int) -> None:
        connection = http.client.HTTPConnection(address)
        for _ in range(count):
            begun = time.perf_counter()
            judge(connection, 1)
            times.append((time.perf_counter() - begun) * 1000)

    begun = time.perf_counter()
    with ThreadPoolExecutor(clients) as threads:
        list(threads.map(client, [REQUESTS // clients] * clients))
    return len(times) / (time.perf_counter() - begun), statistics.quantiles(times, n=100)[98]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sandbox-fusion", metavar="URL")
    parser.add_argument("--go-judge", metavar="URL")
    given = parser.parse_args()
    with service() as address:
        judges: dict[str, tuple[Judge, str]] = {"rewardd": (rewardd, address)}
        if given.sandbox_fusion:
            judges["SandboxFusion"] = sandbox_fusion, urlsplit(given.sandbox_fusion).netloc
        if given.go_judge:
            judges["go-judge"] = go_judge, urlsplit(given.go_judge).netloc
        print(f"{'':16}{CASES} cases, ms   " + "".join(f"{n} at once, 1/s   p99, ms   " for n in CLIENTS))
        for _ in range(TURNS):
            for name, (judge, where) in judges.items():
                print(f"{name:16}" + measured(judge, where))


def measured(judge: Judge, address: str) -> str:
    connection = http.client.HTTPConnection(address)
    many = median_ms(lambda: timed(judge, connection), ROUNDS)
    rates = [one_case(judge, address, clients) for clients in CLIENTS]
    return f"{many:12.1f}   " + "".join(f"{rate:14.0f} {p99:10.0f}   " for rate, p99 in rates)


def timed(judge: Judge, connection: http.client.HTTPConnection) -> float:
    begun = time.perf_counter()
    judge(connection, CASES)
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
