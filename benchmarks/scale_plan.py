"""How many cores judge a step's samples in time: a queueing simulation on measured service times.

    python -m benchmarks.scale_plan [--samples 16384] [--within 30] [--plot docs/scale.svg]

The model is `service/fanout/race.py` on a cluster: the samples come at once, as batches; chunks wait in one
line; each replica has as many lanes as boxes to take them; it judges on its cores, and its one event loop
costs a little for every item. Replicas may die, and lose what they have until others are in their place;
some nodes are slower than the others; a chunk that is late is judged a second time. Service times are drawn
from what `benchmarks.service_times` measured.
"""

import argparse
import json
import random
import statistics
from collections import deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import simpy

from benchmarks.service_times import FILE

PROGRAMS = 4
MATH_ITEMS = 512
MIX = {
    "mathematics, a number": 0.62,
    "mathematics, an identity": 0.03,
    "Python, 20 cases": 0.20,
    "JavaScript, 20 cases": 0.04,
    "C++, compiled anew, 20 cases": 0.10,
    "Python, endless, 2 s granted": 0.01,
}
"""What a step of mathematics and code is made of."""
LOOP_MATH_S, LOOP_PROGRAM_S = 0.0001, 0.0055
"""What an item costs the event loop of its replica: CPU time of its process in `benchmarks.ray_scaling`."""
CORES = 4
RESTART_S = 30.0
"""From a replica's death until another is in its place."""
LEAST_PATIENCE_S, PATIENCE = 1.0, 3.0
LOOK_AGAIN_S = 0.05
SEEDS = 5
SIZES = (1_024, 4_096, 16_384)
REPLICAS = (1, 2, 4, 8, 16, 32, 64, 128)


@dataclass(frozen=True)
class Trouble:
    """What goes wrong in a step."""

    deaths_an_hour: float = 0.0
    """Of one replica."""
    slow: float = 0.0
    """The share of replicas that run at half the speed."""


CALM, TROUBLED = Trouble(), Trouble(deaths_an_hour=6.0, slow=0.1)


@dataclass
class Chunk:
    """Seconds of work, item by item."""

    items: Sequence[float]
    loop_s: float
    """What each costs the event loop besides."""
    given_at: float = 0.0
    copies: int = 0
    done: bool = False


@dataclass
class Step:
    """One step on its way."""

    world: simpy.Environment
    line: deque[Chunk]
    left: int
    durations: list[float] = field(default_factory=list)
    chunks: list[Chunk] = field(default_factory=list)
    over: Any = None


def drawn(dice: random.Random, quantiles: Sequence[float]) -> float:
    """A service time between two neighbouring quantiles; a tenth lie beyond the last."""
    place = dice.uniform(0, len(quantiles))
    lower = int(place)
    if lower + 1 >= len(quantiles):
        return quantiles[-1]
    return quantiles[lower] + (place - lower) * (quantiles[lower + 1] - quantiles[lower])


def chunks(dice: random.Random, samples: int, times: dict[str, list[float]]) -> list[Chunk]:
    """The step's samples, cut as the service cuts them."""
    kinds = dice.choices(list(MIX), list(MIX.values()), k=samples)
    sums = [drawn(dice, times[kind]) for kind in kinds if kind.startswith("math")]
    programs = [drawn(dice, times[kind]) for kind in kinds if not kind.startswith("math")]
    cut = [Chunk(sums[at : at + MATH_ITEMS], LOOP_MATH_S) for at in range(0, len(sums), MATH_ITEMS)]
    cut += [Chunk(programs[at : at + PROGRAMS], LOOP_PROGRAM_S) for at in range(0, len(programs), PROGRAMS)]
    dice.shuffle(cut)
    return cut


class Replica:
    """Cores, an event loop, and lanes that bring chunks."""

    def __init__(self, step: Step, dice: random.Random, trouble: Trouble) -> None:
        self._step, self._world, self._dice, self._trouble = step, step.world, dice, trouble
        self._pace = 2.0 if dice.random() < trouble.slow else 1.0
        self._begin()
        self._lanes = [step.world.process(self._lane()) for _ in range(max(2, CORES))]
        if trouble.deaths_an_hour:
            step.world.process(self._die())

    def _lane(self) -> Generator[Any, Any, None]:
        chunk: Chunk | None = None
        while self._step.left:
            try:
                chunk = take(self._step)
                if chunk is None:
                    yield self._world.timeout(LOOK_AGAIN_S)
                    continue
                begun = self._world.now
                parts = [self._judge(part, chunk.loop_s * len(part)) for part in shared(chunk)]
                yield self._world.all_of([self._world.process(part) for part in parts])
                finish(self._step, chunk, self._world.now - begun)
            except simpy.Interrupt:
                if chunk is not None:
                    give_back(self._step, chunk)
                yield self._world.timeout(RESTART_S)

    def _judge(self, seconds: Sequence[float], loop_s: float) -> Generator[Any, Any, None]:
        with self._loop.request() as turn:
            yield turn
            yield self._world.timeout(loop_s * self._pace)
        with self._cores.request() as core:
            yield core
            yield self._world.timeout(sum(seconds) * self._pace)

    def _begin(self) -> None:
        self._cores = simpy.Resource(self._world, CORES)
        self._loop = simpy.Resource(self._world, 1)

    def _die(self) -> Generator[Any, Any, None]:
        while True:
            yield self._world.timeout(self._dice.expovariate(self._trouble.deaths_an_hour / 3600))
            self._begin()  # what ran on the old cores is lost
            for lane in self._lanes:
                if lane.is_alive:
                    lane.interrupt()
            yield self._world.timeout(RESTART_S + LOOK_AGAIN_S)


def shared(chunk: Chunk) -> list[Sequence[float]]:
    """Programs are judged one by one, mathematics in as many pieces as there are workers."""
    if len(chunk.items) <= PROGRAMS:
        return [[seconds] for seconds in chunk.items]
    return [chunk.items[at::CORES] for at in range(CORES)]


def take(step: Step) -> Chunk | None:
    """The next chunk for a lane: from the line, or one that is late."""
    now = step.world.now
    if step.line:
        chunk = step.line.popleft()
    else:
        typical = statistics.median(step.durations) if step.durations else 10.0
        patience = max(LEAST_PATIENCE_S, PATIENCE * typical)
        late = [
            chunk
            for chunk in step.chunks
            if not chunk.done and now >= chunk.given_at + patience * 2 ** (chunk.copies - 1)
        ]
        if not late:
            return None
        chunk = min(late, key=lambda late: late.given_at)
    chunk.copies += 1
    chunk.given_at = now
    return chunk


def finish(step: Step, chunk: Chunk, took_s: float) -> None:
    """A chunk that is judged; only the first time counts."""
    chunk.copies -= 1
    if chunk.done:
        return
    chunk.done = True
    step.left -= 1
    step.durations.append(took_s)
    if not step.left:
        step.over.succeed()


def give_back(step: Step, chunk: Chunk) -> None:
    """A chunk whose replica died."""
    chunk.copies -= 1
    if not chunk.done and not chunk.copies:
        step.line.appendleft(chunk)


def took_s(samples: int, replicas: int, trouble: Trouble, seed: int, times: dict[str, list[float]]) -> float:
    """Seconds until the last sample of a step is judged."""
    dice = random.Random(seed)
    cut = chunks(dice, samples, times)
    world = simpy.Environment()
    step = Step(world=world, line=deque(cut), left=len(cut), chunks=cut, over=world.event())
    for _ in range(replicas):
        Replica(step, dice, trouble)
    world.run(until=step.over)
    return float(world.now)


def typical_s(samples: int, replicas: int, trouble: Trouble, times: dict[str, list[float]]) -> float:
    """The worst of a few steps: a trainer waits for each."""
    return max(took_s(samples, replicas, trouble, seed, times) for seed in range(SEEDS))


def needed(samples: int, within_s: float, trouble: Trouble, times: dict[str, list[float]]) -> int | None:
    """The fewest replicas that judge in time, to a quarter; `None` if all these are too few."""
    few = 0
    for many in REPLICAS:
        if typical_s(samples, many, trouble, times) <= within_s:
            between = range(few + 1, many, max(1, (many - few) // 4))
            return next((n for n in between if typical_s(samples, n, trouble, times) <= within_s), many)
        few = many
    return None


def plot(path: Path, times: dict[str, list[float]]) -> None:
    """Seconds for a step by cores, calm and troubled."""
    import matplotlib as mpl  # noqa: PLC0415 - only the plot needs it

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "rewardd"
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(figsize=(7.5, 4.5))
    for colour, samples in zip(("tab:green", "tab:blue", "tab:red"), SIZES, strict=True):
        cores = [CORES * count for count in REPLICAS]
        for trouble, style in ((CALM, "-"), (TROUBLED, "--")):
            seconds = [typical_s(samples, count, trouble, times) for count in REPLICAS]
            label = f"{samples:,} samples" if trouble is CALM else None
            axes.plot(cores, seconds, style, color=colour, label=label, marker="o", markersize=3)
    axes.set(xscale="log", yscale="log", xlabel="cores", ylabel="seconds until the last sample is judged")
    axes.set_xticks(cores, [str(count) for count in cores])
    axes.grid(alpha=0.3)
    axes.legend(title="dashed: 6 deaths an hour of a replica,\na tenth at half the speed")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Print the table, and draw."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--samples", type=int, nargs="*", default=SIZES)
    arguments.add_argument("--within", type=float, nargs="*", default=(10.0, 30.0, 60.0))
    arguments.add_argument("--plot", type=Path)
    given = arguments.parse_args()
    times: dict[str, list[float]] = json.loads(FILE.read_text())
    print("| samples | within | cores, calm | cores, troubled |\n|---|---|---|---|")
    for samples in given.samples:
        for within_s in given.within:
            found = [needed(samples, within_s, trouble, times) for trouble in (CALM, TROUBLED)]
            shown = [f"{count * CORES:,}" if count else f"over {REPLICAS[-1] * CORES}" for count in found]
            print(f"| {samples:,} | {within_s:g} s | {shown[0]} | {shown[1]} |")
    if given.plot:
        plot(given.plot, times)


if __name__ == "__main__":
    main()
