"""What boxes in Docker containers cost over boxes of namespaces, in the same run.

    python -m benchmarks.docker_boxes [--image rewardd-sandbox:native] [--runtime runc] [--boxes-waiting 12]

One Python program with one case, one job after another: while the pool of containers holds
(no container is started meanwhile), then the rate at which the pool is refilled.
"""

import argparse
import asyncio
import statistics
import time

from sandbox.base import Case, Command, Job, Sandbox
from sandbox.docker.backend import DockerSandbox
from sandbox.docker.options import DockerOptions, Way
from sandbox.namespaces.backend import NamespaceSandbox

JOB = Job(
    files={"main.py": b"print(int(input()) ** 2)"},
    run=Command(argv=("python3", "/submission/main.py"), warm="python"),
    cases=[Case(stdin=b"12")],
)
POOL_WITHIN_S = 120
LOOK_S = 0.02


async def measure(sandbox: Sandbox, jobs: int) -> float:
    """Median time of a job, in ms."""
    times = []
    for _ in range(jobs):
        started = time.perf_counter()
        async with sandbox.run(JOB) as run:
            results = [result async for result in run.results()]
        times.append(1000 * (time.perf_counter() - started))
        assert [result.stdout for result in results] == [b"144\n"]
    return statistics.median(times)


async def fill(sandbox: DockerSandbox, size: int) -> float:
    """Wait until the pool is full, and have it not filled again. Returns containers started per second."""
    pool = sandbox._pool  # noqa: SLF001 - no user of a sandbox looks at its pool
    assert pool is not None
    before, started = pool.ready, time.perf_counter()
    for _ in range(int(POOL_WITHIN_S / LOOK_S)):
        if pool.ready >= size:
            break
        await asyncio.sleep(LOOK_S)
    rate = (pool.ready - before) / (time.perf_counter() - started)
    pool.size = 0
    return rate


async def compare(arguments: argparse.Namespace) -> None:
    """Print one line for each way."""
    jobs: int = arguments.boxes_waiting
    namespaces = NamespaceSandbox(boxes=1)
    await namespaces.start()
    if not namespaces.readiness().available:
        raise SystemExit(namespaces.readiness().reason)
    print(f"namespaces: {await measure(namespaces, jobs):.1f} ms")
    for way in Way:
        options = DockerOptions(image=arguments.image, runtime=arguments.runtime, way=way, warm=jobs)
        sandbox = DockerSandbox(boxes=1, options=options)
        await sandbox.start()
        try:
            if not sandbox.readiness().available:
                raise SystemExit(sandbox.readiness().reason)
            refill = f", refill {await fill(sandbox, jobs):.1f}/s" if way is Way.CONTAINERS else ""
            await asyncio.sleep(1)
            print(f"docker, {way}: {await measure(sandbox, jobs):.1f} ms{refill}")
        finally:
            await sandbox.close()
    print(f"namespaces: {await measure(namespaces, jobs):.1f} ms")
    await namespaces.close()


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--image", default="rewardd-sandbox:native")
    parser.add_argument("--runtime", default="runc")
    parser.add_argument("--boxes-waiting", type=int, default=12, help="containers ahead, and jobs measured")
    asyncio.run(compare(parser.parse_args()))


if __name__ == "__main__":
    main()
