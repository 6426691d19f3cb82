"""Submissions over HTTP, each in a fresh box, beside what the same work costs with no isolation at all.

    python -m benchmarks.submissions

Starts a service of its own. Every program differs from the one before by a comment, so that no verdict
is remembered.
"""

import http.client
import itertools
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.bare_boxes import BareBoxes

CASES = 20
ROUNDS = 40
COLD_ROUNDS = 5
CLIENTS = 8
TURNS = 5
REQUESTS = 400
"""In each of the turns that many clients and bare boxes take."""

PYTHON = """import sys
from collections import Counter
n, *numbers = map(int, sys.stdin.read().split())
counts = Counter(numbers)
print(max(counts, key=lambda x: (counts[x], -x)), sum(numbers))
"""
CPP = """#include <bits/stdc++.h>
using namespace std;
int main() {
    int n; cin >> n;
    map<int, int> counts; long long sum = 0;
    for (int i = 0, x; i < n; i++) { cin >> x; counts[x]++; sum += x; }
    int best = counts.begin()->first;
    for (auto [x, c] : counts) if (c > counts[best]) best = x;
    cout << best << " " << sum << endl;
}
"""
INPUTS = [f"5\n{n} {n} {n + 1} 7 9\n" for n in range(CASES)]
OUTPUTS = [
    subprocess.run([sys.executable, "-c", PYTHON], input=i, capture_output=True, text=True, check=True).stdout
    for i in INPUTS
]

FORK_SERVER = """import os, sys, io
code = compile(open(sys.argv[1]).read(), "main", "exec")
for line in sys.stdin:
    path = line.strip()
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(path, os.O_RDONLY), 0); os.dup2(write, 1)
        sys.stdin = open(0); sys.stdout = open(1, "w")
        exec(code, {"__name__": "__main__"}); sys.stdout.flush(); os._exit(0)
    os.close(write)
    with open(read) as stream: answer = stream.read()
    os.waitpid(pid, 0)
    print(len(answer), flush=True)
"""

unique = itertools.count()


def problem(cases: int) -> dict[str, object]:
    """A problem on standard input and output."""
    tests = [{"input": i, "output": o} for i, o in zip(INPUTS[:cases], OUTPUTS[:cases], strict=True)]
    return {"kind": "stdio", "tests": tests}


@contextmanager
def service() -> Iterator[str]:
    """A service on a free port."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "service", "serve"],
            env={**os.environ, "REWARDD_PORT": "0", "REWARDD_PROBLEMS": folder},
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        address = next(found[1] for line in process.stderr if (found := re.search(r"http://([\d.:]+)", line)))
        try:
            yield address
        finally:
            process.terminate()
            process.communicate()


def ask(
    connection: http.client.HTTPConnection, source: str, tag: str, cases: int, *, new: bool = True
) -> float:
    """Milliseconds that one accepted submission takes; if not `new`, of a program compiled before."""
    comment = "#" if tag == "python" else "//"
    program = f"```{tag}\n{source}{comment} {next(unique) if new else ''}\n```"
    # Another time limit each time, or the verdict would be remembered too.
    limits = {"cpu_ms": 10_000 + next(unique)}
    body = json.dumps({"completion": program, "problem": {**problem(cases), "limits": limits}})
    return accepted_ms(connection, body)


def accepted_ms(connection: http.client.HTTPConnection, body: str) -> float:
    """Milliseconds until a request is answered, which must be accepted."""
    begun = time.perf_counter()
    connection.request("POST", "/v1/verify", body)
    answer = json.loads(connection.getresponse().read())
    elapsed_ms = (time.perf_counter() - begun) * 1000
    assert answer["verdict"] == "accepted", answer
    return elapsed_ms


def median_ms(measure: Callable[[], float], rounds: int) -> float:
    """The median after one round to warm up."""
    measure()
    return statistics.median(measure() for _ in range(rounds))


def plain_runs(argv: list[str]) -> float:
    """Milliseconds for the cases as plain processes, one after another."""
    begun = time.perf_counter()
    for text, wanted in zip(INPUTS, OUTPUTS, strict=True):
        assert subprocess.run(argv, input=text, capture_output=True, text=True, check=True).stdout == wanted
    return (time.perf_counter() - begun) * 1000


def fork_server(script: Path, folder: Path) -> float:
    """Milliseconds for the cases in a warm interpreter that forks and isolates nothing."""
    paths = []
    for number, text in enumerate(INPUTS):
        paths.append(folder / f"{number}.txt")
        paths[-1].write_text(text)
    server = subprocess.Popen(
        ["/usr/bin/python3", "-c", FORK_SERVER, str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdin is not None
    assert server.stdout is not None

    def once() -> float:
        begun = time.perf_counter()
        for path in paths:
            server.stdin.write(f"{path}\n")  # type: ignore[union-attr]
            server.stdin.flush()  # type: ignore[union-attr]
            server.stdout.readline()  # type: ignore[union-attr]
        return (time.perf_counter() - begun) * 1000

    result = median_ms(once, ROUNDS)
    server.communicate()
    return result


def many_clients(address: str, times: list[float]) -> float:
    """Requests per second, of one-case submissions by clients at once; appends what each took in ms."""

    def client(count: int) -> None:
        connection = http.client.HTTPConnection(address)
        times.extend(ask(connection, PYTHON, "python", 1) for _ in range(count))

    begun = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as threads:
        list(threads.map(client, [REQUESTS // CLIENTS] * CLIENTS))
    return REQUESTS / (time.perf_counter() - begun)


def listed(rates: Iterable[float]) -> str:
    """Rates in the order of their turns."""
    return ", ".join(f"{rate:.0f}" for rate in rates)


def main() -> None:
    """Measure and print a table."""
    with service() as address, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        connection = http.client.HTTPConnection(address)
        script, source, binary = folder / "main.py", folder / "main.cpp", folder / "main"
        script.write_text(PYTHON)
        source.write_text(CPP)

        def bare_compile() -> float:
            begun = time.perf_counter()
            subprocess.run(["g++", "-O2", "-o", str(binary), str(source)], check=True)
            return (time.perf_counter() - begun) * 1000

        def python_cases(cases: int) -> float:
            return median_ms(lambda: ask(connection, PYTHON, "python", cases), ROUNDS)

        ours, forks = python_cases(CASES), fork_server(script, folder)
        plain = median_ms(lambda: plain_runs(["/usr/bin/python3", str(script)]), COLD_ROUNDS)
        one = python_cases(1)
        compile_ms = median_ms(bare_compile, COLD_ROUNDS)
        runs_ms = median_ms(lambda: plain_runs([str(binary)]), ROUNDS)
        seen = median_ms(lambda: ask(connection, CPP, "cpp", CASES, new=False), ROUNDS)
        cold = median_ms(lambda: ask(connection, CPP, "cpp", CASES), COLD_ROUNDS)
        times: list[float] = []
        case = folder / "0.txt"
        with closing(BareBoxes(script, case, OUTPUTS[0])) as boxes:
            turns = [(boxes.rate(REQUESTS), many_clients(address, times)) for _ in range(TURNS)]
    for row, value in (
        ("Python, 20 cases: rewardd", ours),
        ("Python, 20 cases: fork server, no isolation", forks),
        ("Python, 20 cases: plain subprocesses", plain),
        ("Python, 1 case: rewardd", one),
        ("C++, 20 cases: rewardd, never seen", cold),
        ("C++, 20 cases: rewardd, compiled before", seen),
        ("C++: bare compiler", compile_ms),
        ("C++, 20 cases: bare runs", runs_ms),
    ):
        print(f"{row:44} {value:9.1f} ms")
    bare, rates = zip(*turns, strict=True)
    p99 = statistics.quantiles(times, n=100)[98]
    print(f"{CLIENTS} clients, one case each: {listed(rates)} requests/s, 99th percentile {p99:.0f} ms")
    ratio = statistics.median(rate / floor for floor, rate in turns)
    print(f"bare boxes, in turn with them: {listed(bare)} per second; requests to bare boxes {ratio:.2f}")
    print(f"Python to plain subprocesses {ours / plain:.2f}, to the fork server {ours / forks:.2f}")
    print(f"C++ compiled before: {(seen - runs_ms) / CASES:.2f} ms a case over the bare runs")
    print(f"C++ to bare compiler and runs {cold / (compile_ms + runs_ms):.2f}")


if __name__ == "__main__":
    main()
