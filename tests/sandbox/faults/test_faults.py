"""Things broken on purpose: helpers killed, callers gone, queues full. No job is lost, nothing is left."""

import asyncio
import contextlib
import errno
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.base import Case, Job, Limits, RunStatus
from sandbox.errors import BoxFailed, SandboxBusy, SandboxUnavailable
from sandbox.namespaces import backend, template
from sandbox.namespaces.backend import NamespaceSandbox
from sandbox.pool import BoundedSandbox
from tests.processes import descendants, survivors
from tests.sandbox.conftest import WARM_PYTHON, Workbench
from tests.waiting import wait_until

pytestmark = pytest.mark.boxes

SLEEPER = Job(
    files={"main.py": b"import time\nprint(input(), flush=True)\ntime.sleep(600)"},
    run=WARM_PYTHON,
    cases=[Case(stdin=b"asleep")],
    limits=Limits(wall_ms=600_000),
)
"""Ends long after every test has stopped waiting for its end."""
ECHO = Job(files={"main.py": b"print(input())"}, run=WARM_PYTHON, cases=[Case(stdin=b"1"), Case(stdin=b"2")])
SLOW_ECHO = Job(
    files={"main.py": b"import time\ntime.sleep(0.5)\nprint(input())"},
    run=WARM_PYTHON,
    cases=[Case(stdin=b"1"), Case(stdin=b"2")],
)


def own_cgroups(pid: int) -> list[Path]:
    """Control groups made by that process."""
    # `os.walk` passes over what goes away meanwhile, as other processes' groups do.
    return [
        Path(folder, name)
        for folder, names, _ in os.walk("/sys/fs/cgroup")
        for name in names
        if name.startswith(f"rewardd-{pid}-")
    ]


@pytest.fixture
def own_box(runner: asyncio.Runner) -> Iterator[Workbench]:
    """A sandbox of a single lane for this test alone."""
    sandbox = BoundedSandbox(NamespaceSandbox(boxes=1), boxes=1, queue=1000, queue_timeout_s=60)
    runner.run(sandbox.start())
    try:
        if not sandbox.readiness().available:
            pytest.skip(sandbox.readiness().reason)
        yield Workbench(runner, sandbox)
    finally:
        runner.run(sandbox.close())


def helpers_of(bench: Workbench) -> tuple[int, int, list[int]]:
    """Process ids of bubblewrap, the template, and the boxes' processes of the only lane."""
    assert isinstance(bench.sandbox, BoundedSandbox)
    inner = bench.sandbox._inner
    assert isinstance(inner, NamespaceSandbox)
    running = inner._lanes[0].template
    assert running is not None
    bubblewrap, template_pid, *boxes = descendants(running.pid)
    return bubblewrap, template_pid, boxes


async def helpers_with_a_box(bench: Workbench) -> tuple[int, int, list[int]]:
    """The same, once a box is there."""
    async with asyncio.timeout(60):
        while not (helpers := helpers_of(bench))[2]:  # noqa: ASYNC110 - a process in a box tells nobody
            await asyncio.sleep(0.01)
    return helpers


async def run_while(bench: Workbench, job: Job, sabotage: str) -> list[bytes]:
    """Outputs of a job during whose first case some helper is killed, if the job is not over before."""

    async def kill_soon() -> None:
        await helpers_with_a_box(bench)
        await asyncio.sleep(0.2)
        bubblewrap, template_pid, boxes = helpers_of(bench)
        victims = {"bubblewrap": [bubblewrap], "template": [template_pid], "agent": boxes[:1]}[sabotage]
        for pid in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    killing = asyncio.create_task(kill_soon())
    finished = await bench.finish(job)
    killing.cancel()
    return [result.stdout for result in finished.cases]


@pytest.mark.parametrize("helper", ["bubblewrap", "template", "agent"])
def test_job_survives_the_death_of_a_helper(own_box: Workbench, helper: str) -> None:
    assert own_box.do(run_while(own_box, SLOW_ECHO, helper)) == [b"1\n", b"2\n"]
    assert [result.stdout for result in own_box.run(ECHO).cases] == [b"1\n", b"2\n"]


def test_idle_template_that_died_is_replaced(own_box: Workbench) -> None:
    for _ in range(3):
        bubblewrap, template_pid, boxes = helpers_of(own_box)
        os.kill(template_pid, signal.SIGKILL)
        assert not survivors([bubblewrap, template_pid, *boxes])
        assert [result.stdout for result in own_box.run(ECHO).cases] == [b"1\n", b"2\n"]


def test_box_that_always_dies_is_our_failure(own_box: Workbench) -> None:
    async def kill_every_box() -> None:
        while True:
            await asyncio.sleep(0.05)
            # While a template is being replaced there are none to be found.
            with contextlib.suppress(ProcessLookupError, AssertionError, ValueError, IndexError):
                for pid in helpers_of(own_box)[2]:
                    os.kill(pid, signal.SIGKILL)

    async def judge() -> None:
        killing = asyncio.create_task(kill_every_box())
        try:
            with pytest.raises(BoxFailed):
                await own_box.finish(SLEEPER)
        finally:
            killing.cancel()

    own_box.do(judge())
    assert [result.stdout for result in own_box.run(ECHO).cases] == [b"1\n", b"2\n"]


KILLED = Job(files={"main.py": b"import os; os.kill(os.getpid(), 9)"}, run=WARM_PYTHON, cases=[Case()])


@pytest.mark.parametrize(("kills", "judged"), [([0, 0], True), ([0, 1, 1, 1], True), ([0, 1, 1, 2], False)])
def test_a_program_that_the_host_had_no_memory_for_is_run_again(
    runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch, kills: list[int], judged: bool
) -> None:
    """As each box is opened, and as its program is found killed, the kernel tells how many it has killed."""

    async def judge() -> list[RunStatus]:
        told = iter(kills)
        sandbox = NamespaceSandbox(boxes=1, cgroups=False)
        await sandbox.start()
        monkeypatch.setattr(backend, "own_oom_kills", lambda: next(told))
        try:
            async with sandbox.run(KILLED) as run:
                return [result.status async for result in run.results()]
        finally:
            await sandbox.close()

    if judged:
        assert runner.run(judge()) == [RunStatus.SIGNALED]
    else:
        with pytest.raises(BoxFailed):
            runner.run(judge())


def test_leaving_early_kills_the_box_at_once(own_box: Workbench) -> None:
    async def leave() -> list[int]:
        async with own_box.sandbox.run(SLEEPER):
            return (await helpers_with_a_box(own_box))[2]

    assert not survivors(own_box.do(leave()))


def test_cancelled_caller_leaves_nothing_running(own_box: Workbench) -> None:
    async def cancel() -> list[int]:
        task = asyncio.create_task(own_box.finish(SLEEPER))
        boxes = (await helpers_with_a_box(own_box))[2]
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return boxes

    assert not survivors(own_box.do(cancel()))
    assert own_box.run(ECHO).cases[0].stdout == b"1\n"


def test_many_jobs_with_cancellations_are_all_answered_or_cancelled(box: Workbench) -> None:
    count = 30 if box.sandbox.name == "docker" else 200  # a container takes its time to start

    async def storm() -> tuple[int, int]:
        tasks = [asyncio.create_task(box.finish(ECHO)) for _ in range(count)]
        await asyncio.sleep(0.1)
        for task in tasks[::3]:
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        right = sum(
            not isinstance(outcome, BaseException)
            and [case.stdout for case in outcome.cases] == [b"1\n", b"2\n"]
            for outcome in outcomes
        )
        return right, sum(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)

    right, cancelled = box.do(storm())
    assert right + cancelled == count
    assert right >= 2 * count // 3
    assert box.run(ECHO).cases[0].stdout == b"1\n"


def test_full_queue_is_refused_with_an_estimate(runner: asyncio.Runner, own_box: Workbench) -> None:
    assert isinstance(own_box.sandbox, BoundedSandbox)
    bounded = BoundedSandbox(own_box.sandbox._inner, boxes=1, queue=1, queue_timeout_s=0.3)

    async def crowd() -> SandboxBusy:
        async with bounded.run(SLEEPER):
            waiting = asyncio.create_task(Workbench(runner, bounded).finish(ECHO))
            while not bounded.queued:  # noqa: ASYNC110 - the line tells nobody
                await asyncio.sleep(0)
            with pytest.raises(SandboxBusy) as refusal:
                async with bounded.run(ECHO):
                    pass
            with pytest.raises(SandboxBusy):
                await waiting  # its patience ended first
            return refusal.value

    assert 0 < own_box.do(crowd()).retry_after_s <= 60
    assert (bounded.running, bounded.queued) == (0, 0)


def test_waiting_is_first_come_first_served_and_measured(own_box: Workbench) -> None:
    async def line_up() -> list[tuple[int, float]]:
        order: list[tuple[int, float]] = []

        async def join(number: int) -> None:
            async with own_box.sandbox.run(ECHO) as run:
                order.append((number, run.queue_ms))
                _ = [result async for result in run.results()]

        await asyncio.gather(*(join(number) for number in range(5)))
        return order

    order = own_box.do(line_up())
    assert [number for number, _ in order] == list(range(5))
    assert order[0][1] < order[4][1]


@pytest.fixture
def endless_loops() -> Iterator[None]:
    """Four for each processor, in sessions of their own, so that each weighs as much as a box."""
    count = 4 * len(os.sched_getaffinity(0))
    command = [sys.executable, "-c", "while True: pass"]
    loops = [subprocess.Popen(command, start_new_session=True) for _ in range(count)]
    yield
    for loop in loops:
        loop.kill()
        loop.wait()


BURNS = "import time\nwhile time.process_time() < 0.3: pass\nprint('done')"
HAS_CHILDREN_BURN = """
import os, time
for _ in range(10):
    if os.fork() == 0:
        while time.process_time() < 0.025: pass
        os._exit(0)
    os.wait()
print('done')
"""


@pytest.mark.usefixtures("endless_loops")
def test_overload_changes_no_verdict(runner: asyncio.Runner) -> None:
    """Programs at 60 % of their CPU limit, and of their wall limit, on a machine busy six times over."""
    processors = len(os.sched_getaffinity(0))
    jobs = [
        Job(
            files={"main.py": source.encode()},
            run=WARM_PYTHON,
            cases=[Case()] * 2,
            limits=Limits(cpu_ms=500, wall_ms=500),
        )
        for source in (BURNS, HAS_CHILDREN_BURN)
    ]

    async def crowd() -> set[tuple[RunStatus, bytes]]:
        sandbox = NamespaceSandbox(boxes=2 * processors)
        await sandbox.start()
        try:
            if not sandbox.readiness().available:
                pytest.skip(sandbox.readiness().reason)
            bench = Workbench(runner, sandbox)
            finished = await asyncio.gather(*(bench.finish(job) for job in jobs * processors))
        finally:
            await sandbox.close()
        return {(result.status, result.stdout) for each in finished for result in each.cases}

    assert runner.run(crowd()) == {(RunStatus.EXITED, b"done\n")}


def test_closing_during_a_job_ends_it(runner: asyncio.Runner) -> None:
    async def close_soon() -> list[int]:
        sandbox = NamespaceSandbox(boxes=1)
        await sandbox.start()
        if not sandbox.readiness().available:
            pytest.skip(sandbox.readiness().reason)
        bench = Workbench(runner, sandbox)
        task = asyncio.create_task(bench.finish(SLEEPER))
        await asyncio.sleep(0.3)
        pids = descendants(os.getpid())
        mine = [
            pid
            for pid in pids
            if sandbox._lanes[0].template and pid in descendants(sandbox._lanes[0].template.pid)
        ]
        await sandbox.close()
        with pytest.raises((BoxFailed, SandboxUnavailable)):
            await task
        with pytest.raises(SandboxUnavailable):
            await bench.finish(ECHO)
        return mine

    assert not survivors(runner.run(close_soon()))


def test_nothing_is_left_after_bombs(runner: asyncio.Runner) -> None:
    """Processes, descriptors, mounts and control groups are as before the sandbox was started."""

    def inventory() -> tuple[int, list[str], list[Path]]:
        return (
            sum(1 for _ in Path("/proc/self/fd").iterdir()),
            # Without those of Docker's containers, which others start and end meanwhile.
            [line for line in Path("/proc/self/mountinfo").read_text().splitlines() if "docker" not in line],
            own_cgroups(os.getpid()),
        )

    bombs = [
        (b"import os\nwhile True: os.fork()", RunStatus.EXITED),
        (b"x = []\nwhile True: x.append(bytearray(1 << 20))", RunStatus.MEMORY_LIMIT),
        (b"while True: print('x' * 65536)", RunStatus.OUTPUT_LIMIT),
        (b"import os, time\nif os.fork():\n    os._exit(0)\nos.setsid()\ntime.sleep(99)", RunStatus.EXITED),
        (b"while True: pass", RunStatus.CPU_LIMIT),
    ]

    async def explode() -> list[int]:
        sandbox = NamespaceSandbox(boxes=2)
        await sandbox.start()
        if not sandbox.readiness().available:
            pytest.skip(sandbox.readiness().reason)
        lanes = [lane.template.pid for lane in sandbox._lanes if lane.template]
        limits = Limits(cpu_ms=300, wall_ms=3000, memory_bytes=64 << 20, output_bytes=1 << 20)
        for _ in range(3):
            await asyncio.gather(
                *(
                    Workbench(runner, sandbox).finish(
                        Job(files={"main.py": source}, run=WARM_PYTHON, cases=[Case()] * 2, limits=limits)
                    )
                    for source, _ in bombs
                )
            )
        helpers = [pid for lane in lanes for pid in [lane, *descendants(lane)]]
        await sandbox.close()
        return helpers

    others = own_cgroups(os.getpid())
    before = inventory()
    helpers = runner.run(explode())
    assert not survivors(helpers)
    after = inventory()
    assert after == before
    assert set(own_cgroups(os.getpid())) == set(others)


def test_death_of_the_service_leaves_no_box_alive(tmp_path: Path) -> None:
    script = tmp_path / "service.py"
    script.write_text(
        """
import asyncio
from sandbox.base import Case, Command, Job
from sandbox.factory import make_sandbox

async def main():
    sandbox = make_sandbox(boxes=1, queue=1)
    await sandbox.start()
    if not sandbox.readiness().available:
        print("skip", sandbox.readiness().reason, flush=True)
        return
    source = b"import os, time\\nos.fork()\\nos.setsid() if os.getpid() % 2 else None\\ntime.sleep(99)"
    run = Command(argv=("python3", "/submission/main.py"), warm="python")
    job = Job(files={"main.py": source}, run=run, cases=[Case()])
    async with sandbox.run(job) as run:
        print("running", flush=True)
        await asyncio.sleep(99)

asyncio.run(main())
"""
    )
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    ) as service:
        assert service.stdout is not None
        word, _, reason = service.stdout.readline().partition(" ")
        if word.strip() != "running":
            pytest.skip(reason)
        wait_until(lambda: len(descendants(service.pid)) >= 5)
        helpers = descendants(service.pid)
        service.kill()
        service.wait()
        assert not survivors(helpers)


def test_stale_cgroups_of_dead_services_are_removed(runner: asyncio.Runner, own_box: Workbench) -> None:
    mine = own_cgroups(os.getpid())
    if not mine:
        pytest.skip("no control groups here")
    stale = [folder.parent / "rewardd-4194305-1" / "box-1" for folder in mine]  # above the highest process id
    for folder in stale:
        folder.mkdir(parents=True, exist_ok=True)

    async def start_another() -> None:
        sandbox = NamespaceSandbox(boxes=1)
        await sandbox.start()
        await sandbox.close()

    runner.run(start_another())
    assert not any(folder.parent.exists() for folder in stale)


def test_host_without_bubblewrap_says_what_to_install(
    runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert "apt-get install bubblewrap" in refusal(runner, NamespaceSandbox(boxes=1))


def test_host_without_libseccomp_says_what_to_install(
    runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> bytes:
        raise ImportError("no libseccomp.so.2")

    monkeypatch.setattr(backend, "compile_filter", fail)
    assert "libseccomp" in refusal(runner, NamespaceSandbox(boxes=1))


def test_host_that_forbids_namespaces_is_reported(
    runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(template, "_bubblewrap_arguments", lambda binds, files: (["/bin/false"], ()))
    assert "box could not be made" in refusal(runner, NamespaceSandbox(boxes=1))


def test_a_full_folder_for_temporary_files_is_named(
    runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(binds: object, files: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(template, "_bubblewrap_arguments", fail)
    assert f"free some in {tempfile.gettempdir()}" in refusal(runner, NamespaceSandbox(boxes=1))


def refusal(runner: asyncio.Runner, sandbox: NamespaceSandbox) -> str:
    """Why a sandbox is unavailable, after checking that it runs nothing."""
    runner.run(sandbox.start())
    readiness = sandbox.readiness()
    assert not readiness.available
    with pytest.raises(SandboxUnavailable):
        runner.run(Workbench(runner, sandbox).finish(ECHO))
    return readiness.reason
