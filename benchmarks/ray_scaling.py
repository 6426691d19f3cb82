"""Batches of 256 on Ray: what a second replica brings, and what Ray costs beside plain uvicorn.

    .venv-ray/bin/python -m benchmarks.ray_scaling KIND [--turns N] [--no-haproxy]

KIND is `programs` (twenty cases each, one batch at once), `light` (numbers, which cost the workers next to
nothing; four batches at once) or `heavy` (identities that computer algebra decides; four at once). No item
comes twice, so that nothing is remembered. A replica has one box and one math worker.

A machine's speed changes from second to second, so what is compared runs in turns: both are up, and while one
judges, all processes of the other are stopped. Ray's own processes are thus charged to Ray alone.

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
import signal
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
CAUGHT_UP_S = 1.0
"""Before its turn, whoever was stopped sees to the timers that ran out meanwhile, of which Ray has many."""
unique = itertools.count()

ALONE, ONE = "alone", "Ray, 1 replica"
ONE_CORE, TWO_CORES = "1 replica on 1 core", "2 on 2"
BARE_ONE, BARE_TWO = "bare, 1 on 1", "bare, 2 on 2"
QUOTIENTS = {
    "Ray to alone": (ONE, ALONE),
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
    """In one turn."""
    at_once: int
    turns: int
    pieces: int = 1
    """Into so many requests a batch is cut for bare replicas, which cannot share one out themselves."""


KINDS = {
    "programs": Kind(make=programs, batches=1, at_once=1, turns=4, pieces=BATCH // CHUNK),
    "light": Kind(make=light, batches=32, at_once=4, turns=16),
    "heavy": Kind(make=heavy, batches=8, at_once=4, turns=8),
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


@dataclass
class Share:
    """What one of those that take turns has done so far."""

    send: Callable[[int], float]
    """Sends so many batches and says how many seconds all took."""
    running: Running
    items: int = 0
    took_s: float = 0.0
    cpu_s: float = 0.0

    def turn(self, batches: int) -> None:
        """One turn."""
        begun_s = cpu_s(self.running)
        self.took_s += self.send(batches)
        self.cpu_s += cpu_s(self.running) - begun_s
        self.items += batches * BATCH

    @property
    def rate(self) -> float:
        """Items a second."""
        return self.items / self.took_s


def judging(running: Running, kind: Kind) -> Callable[[int], float]:
    """Sends batches to a service, which is warm then."""
    client = clients(running, kind.at_once)

    def send(body: bytes) -> None:
        results = orjson.loads(client.post("/v1/verify/batch", content=body).content)["results"]
        assert all(result["reward"] is not None for result in results), results[0]

    send(orjson.dumps(kind.make(WARM_UP)))
    return lambda batches: seconds(
        send, [orjson.dumps(kind.make(BATCH)) for _ in range(batches)], kind.at_once
    )


def holding(running: Running, kind: Kind, replicas: int, one: float) -> Callable[[int], float]:
    """Keeps bare replicas busy for as long as batches would, if one replica judges so many items a second."""
    client = clients(running, AT_ONCE)
    count = BATCH // kind.pieces
    busy = {"X-Busy": str(1000 * count / one)}

    def send(body: bytes) -> None:
        client.post(f"/{replicas}", content=body, headers=busy).raise_for_status()

    send(orjson.dumps(kind.make(count)))
    return lambda batches: seconds(
        send, [orjson.dumps(kind.make(count)) for _ in range(batches * kind.pieces)], AT_ONCE
    )


def in_turns(shares: Sequence[Share], batches: int, turns: int) -> None:
    """Let each have its turns, while the others are stopped unless they are of the same processes."""
    for number in range(turns):
        for share in shares[:: 1 if number % 2 else -1]:
            others = [other.running for other in shares if other.running != share.running]
            with stopped(others):
                time.sleep(CAUGHT_UP_S)
                share.turn(batches)
        print(f"turn {number + 1} of {turns}", file=sys.stderr, flush=True)


@contextmanager
def stopped(services: Sequence[Running]) -> Iterator[None]:
    """Nothing of these services runs meanwhile."""
    pids = [pid for each in services for pid in (each.pid, *descendants(each.pid, families()))]
    try:
        signal_all(pids, signal.SIGSTOP)
        yield
    finally:
        signal_all(pids, signal.SIGCONT)


def signal_all(pids: Sequence[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


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


def measured(kind: Kind, turns: int, *flags: str) -> dict[str, Share]:
    """What each way of running did in its turns."""
    found: dict[str, Share] = {}
    on_ray = [*flags, "serve", "--ray"]
    with service("serve") as alone, service(*on_ray) as one:
        for way, running in ((ALONE, alone), (ONE, one)):
            found[way] = Share(judging(running, kind), running)
        in_turns([found[ALONE], found[ONE]], kind.batches, turns)
    with service(*on_ray) as one, service(*sets("ray_replicas=2"), *on_ray) as two:
        for way, running in ((ONE_CORE, one), (TWO_CORES, two)):
            keep_to_cores(running)
            found[way] = Share(judging(running, kind), running)
        in_turns([found[ONE_CORE], found[TWO_CORES]], kind.batches, turns)
    with started("benchmarks.bare_replicas") as running:
        keep_to_cores(running)
        for way, replicas in ((BARE_ONE, 1), (BARE_TWO, 2)):
            found[way] = Share(holding(running, kind, replicas, found[ONE_CORE].rate), running)
        in_turns([found[BARE_ONE], found[BARE_TWO]], kind.batches, turns)
    return found


def main() -> None:
    """Measure, and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--turns", type=int, help="for each of two that are compared")
    parser.add_argument("--no-haproxy", action="store_true", help="HTTP through Serve's own proxy")
    asked = parser.parse_args()
    flags = sets("ray_haproxy=false") if asked.no_haproxy else []
    kind = KINDS[asked.kind]
    found = measured(kind, asked.turns or kind.turns, *flags)
    print(f"| {asked.kind} | items a second | µs of CPU an item |\n|---|---|---|")
    for way, share in found.items():
        print(f"| {way} | {share.rate:,.0f} | {1e6 * share.cpu_s / share.items:,.0f} |")
    print(f"\n| {asked.kind} | by the clock | in CPU an item |\n|---|---|---|")
    for name, (above, below) in QUOTIENTS.items():
        one, other = found[above], found[below]
        cost = one.cpu_s / one.items / (other.cpu_s / other.items)
        print(f"| {name} | {one.rate / other.rate:.2f} | {cost:.2f} |")


if __name__ == "__main__":
    main()
