"""Batches of 256 on Ray: what a second replica brings, and what Ray costs beside plain uvicorn.

    .venv-ray/bin/python -m benchmarks.ray_scaling KIND [--rounds N] [--haproxy]

KIND is `programs` (twenty cases each, one batch at once), `light` (numbers, which cost the workers next to
nothing; four batches at once) or `heavy` (identities that computer algebra decides; four at once). No item
comes twice, so that nothing is remembered. A replica has one box and one math worker.

What Ray costs is measured with all processes free to use both cores, the service alone beside one replica: by
the clock, and by the CPU time of all their processes, which other work on the machine hardly changes.

What a second replica brings is measured with replicas that have one core, as they reserve it: each is kept to
a core of its own with all that it started, as a container's limit would do. Left free, one replica uses both
cores already, its event loop one and its box or worker the other. Ray's own processes and the client take
what they need of the same two cores. How much that leaves is measured by `benchmarks.bare_replicas`, where
replicas do nothing but hold their core for as long as a batch did: no service brings more on this machine.
"""

import argparse
import itertools
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import orjson

from benchmarks.submissions import PYTHON, problem

BATCH = 256
CASES = 20
CHUNK = 4
"""Programs that one replica gives another at a time (`service.fanout.chunks`)."""
WARM_UP = 32
AT_ONCE = 4
"""Requests that bare replicas are sent at the same time."""
unique = itertools.count()

ALONE, ONE = "alone", "Ray, 1 replica"
ALONE_CPU, ONE_CPU = "µs of CPU alone", "with Ray"
ONE_CORE, TWO_CORES = "1 replica on 1 core", "2 on 2"
BARE_ONE, BARE_TWO = "bare, 1 on 1", "bare, 2 on 2"
WAYS = (ALONE, ONE, ALONE_CPU, ONE_CPU, ONE_CORE, TWO_CORES, BARE_ONE, BARE_TWO)
SHARES = {
    "Ray to alone": (ONE, ALONE),
    "CPU of Ray to alone": (ONE_CPU, ALONE_CPU),
    "a second replica": (TWO_CORES, ONE_CORE),
    "a second bare one": (BARE_TWO, BARE_ONE),
}
"""What is divided by what."""


def programs(count: int) -> dict[str, object]:
    """A batch of programs."""
    items = [{"completion": f"```python\n{PYTHON}# {next(unique)}\n```"} for _ in range(count)]
    return {"items": items, "defaults": {"problem": problem(CASES)}}


def light(count: int) -> dict[str, object]:
    """A batch of mathematics that is read and compared at once."""
    thought = "So we add what we have and find the sum, as the exercise asks. " * 16
    numbers = itertools.islice(unique, count)
    return {"items": [{"completion": f"{thought}\\boxed{{{n}/7}}", "gold": str(n)} for n in numbers]}


def heavy(count: int) -> dict[str, object]:
    """A batch of mathematics that needs computer algebra."""
    numbers = itertools.islice(unique, count)
    return {
        "items": [
            {"completion": f"\\boxed{{\\sin(2x) + {n}}}", "gold": f"2\\sin(x)\\cos(x) + {n}"} for n in numbers
        ]
    }


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What is sent, and how."""

    make: Callable[[int], dict[str, object]]
    batches: int
    at_once: int
    pieces: int = 1
    """Into so many requests a batch is cut for bare replicas, which cannot share one out themselves."""


KINDS = {
    "programs": Kind(make=programs, batches=1, at_once=1, pieces=BATCH // CHUNK),
    "light": Kind(make=light, batches=48, at_once=4),
    "heavy": Kind(make=heavy, batches=8, at_once=4),
}


@dataclass(frozen=True, kw_only=True)
class Running:
    """A service's address and its first process."""

    url: str
    pid: int


@contextmanager
def service(*flags: str) -> Iterator[Running]:
    """A service with one box and one math worker for each replica."""
    with tempfile.TemporaryDirectory() as folder:
        fixed = sets("port=0", "boxes=1", "math_workers=1", "ray_cpus=1", f"problems={folder}")
        with started("service", *fixed, *flags) as running:
            yield running


@contextmanager
def started(module: str, *arguments: str) -> Iterator[Running]:
    """A program of ours that says where it listens."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments], stderr=subprocess.PIPE, text=True, env=environment()
    )
    try:
        yield Running(url=address(process), pid=process.pid)
    finally:
        process.terminate()
        process.wait()


def sets(*values: str) -> list[str]:
    return [argument for value in values for argument in ("--set", value)]


def environment() -> dict[str, str]:
    local = {"RAY_AUTH_MODE": "disabled", "RAY_USAGE_STATS_ENABLED": "0", "RAY_worker_niceness": "0"}
    return {**os.environ, **local}


def address(process: "subprocess.Popen[str]") -> str:
    """Where it listens, once it does."""
    assert process.stderr is not None
    lines = deque[str](maxlen=20)
    for line in process.stderr:
        lines.append(line)
        if found := re.search(r"(?:rewardd is |^)ready at (http://[\d.:]*\d)", line):
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return found[1]
    raise SystemExit(f"it did not start:\n{''.join(lines)}")


def keep_to_cores(running: Running) -> None:
    """Keep each replica, with all that it started and will start, to a core of its own."""
    children = families()
    replicas: dict[str, list[int]] = defaultdict(list)
    for pid in descendants(running.pid, children):
        title = Path(f"/proc/{pid}/cmdline").read_text().rstrip("\0").split(".")[0]
        if title.startswith("ray::ServeReplica:"):
            replicas[title].append(pid)
    cores = sorted(os.sched_getaffinity(0))
    for pids in replicas.values():
        for core, replica in zip(itertools.cycle(cores), sorted(pids)):
            for pid in [replica, *descendants(replica, children)]:
                for thread in Path(f"/proc/{pid}/task").glob("*"):
                    with suppress(OSError):
                        os.sched_setaffinity(int(thread.name), {core})


def cpu_s(running: Running) -> float:
    """CPU time of all processes of a service, those that have ended too."""
    ticks = 0
    for pid in [running.pid, *descendants(running.pid, families())]:
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def families() -> dict[int, list[int]]:
    """All processes, by their parent."""
    children: dict[int, list[int]] = defaultdict(list)
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            children[parent].append(int(path.name))
    return children


def descendants(pid: int, children: Mapping[int, Sequence[int]]) -> Iterator[int]:
    for child in children.get(pid, ()):
        yield child
        yield from descendants(child, children)


def judged(running: Running, kind: Kind) -> float:
    """Items that a service judges in a second."""
    with clients(running, kind.at_once) as client:

        def send(body: bytes) -> None:
            results = orjson.loads(client.post("/v1/verify/batch", content=body).content)["results"]
            assert all(result["reward"] is not None for result in results), results[0]

        send(orjson.dumps(kind.make(WARM_UP)))
        bodies = [orjson.dumps(kind.make(BATCH)) for _ in range(kind.batches)]
        return BATCH * kind.batches / seconds(send, bodies, kind.at_once)


def held(running: Running, kind: Kind, replicas: int, one: float) -> float:
    """Items that bare replicas would have judged in a second, if one alone judges so many."""
    count = BATCH // kind.pieces
    busy = {"X-Busy": str(1000 * count / one)}
    with clients(running, AT_ONCE) as client:

        def send(body: bytes) -> None:
            client.post(f"/{replicas}", content=body, headers=busy).raise_for_status()

        bodies = [orjson.dumps(kind.make(count)) for _ in range(kind.batches * kind.pieces)]
        send(bodies[0])
        return count * len(bodies) / seconds(send, bodies, AT_ONCE)


def clients(running: Running, at_once: int) -> httpx.Client:
    return httpx.Client(
        base_url=running.url, timeout=300, limits=httpx.Limits(max_connections=at_once), trust_env=False
    )


def seconds(send: Callable[[bytes], None], bodies: Sequence[bytes], at_once: int) -> float:
    """How long all take."""
    with ThreadPoolExecutor(at_once) as threads:
        begun = time.perf_counter()
        list(threads.map(send, bodies))
        return time.perf_counter() - begun


class Shown(dict[str, float]):
    """Figures that are shown as they come, since a round takes minutes."""

    def __setitem__(self, name: str, figure: float) -> None:
        print(f"{name}: {figure:,.0f}", file=sys.stderr, flush=True)
        super().__setitem__(name, figure)


def measured(kind: Kind, *flags: str) -> dict[str, float]:
    """Items a second, each way once, and microseconds of CPU time for each item."""
    found = Shown()
    for way, cost, words in ((ALONE, ALONE_CPU, ["serve"]), (ONE, ONE_CPU, [*flags, "serve", "--ray"])):
        with service(*words) as running:
            begun_s = cpu_s(running)
            found[way] = judged(running, kind)
            found[cost] = 1e6 * (cpu_s(running) - begun_s) / (BATCH * kind.batches)
    with service(*flags, "serve", "--ray") as running:
        keep_to_cores(running)
        found[ONE_CORE] = judged(running, kind)
    with service(*flags, *sets("ray_replicas=2"), "serve", "--ray") as running:
        keep_to_cores(running)
        found[TWO_CORES] = judged(running, kind)
    with started("benchmarks.bare_replicas") as running:
        keep_to_cores(running)
        found[BARE_ONE] = held(running, kind, 1, found[ONE_CORE])
        found[BARE_TWO] = held(running, kind, 2, found[ONE_CORE])
    return found


def main() -> None:
    """Measure and print each round, and the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--haproxy", action="store_true", help="HTTP through HAProxy")
    asked = parser.parse_args()
    flags = sets("ray_haproxy=true") if asked.haproxy else []
    shares: dict[str, list[float]] = defaultdict(list)
    print(f"| {asked.kind}, items a second | {' | '.join(WAYS)} | {' | '.join(SHARES)} |", flush=True)
    print("|---" * (1 + len(WAYS) + len(SHARES)) + "|", flush=True)
    for number in range(1, asked.rounds + 1):
        found = measured(KINDS[asked.kind], *flags)
        for name, (above, below) in SHARES.items():
            shares[name].append(found[above] / found[below])
        row = [f"{found[way]:,.0f}" for way in WAYS] + [f"{shares[name][-1]:.2f}" for name in SHARES]
        print(f"| round {number} | {' | '.join(row)} |", flush=True)
    medians = [f"{statistics.median(shares[name]):.2f}" for name in SHARES]
    print(f"| median |{' |' * len(WAYS)} {' | '.join(medians)} |")


if __name__ == "__main__":
    main()
