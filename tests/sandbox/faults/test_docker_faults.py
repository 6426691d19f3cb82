"""Containers, daemon and images broken on purpose: no job is lost, the service is ready again by itself."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from sandbox.base import Case, Job, Limits, RunStatus
from sandbox.docker import backend
from sandbox.docker.backend import DockerSandbox
from sandbox.docker.options import DockerOptions, Way
from sandbox.docker.ownership import OWNER_LABEL, PROCESS_LABEL, labels
from sandbox.docker.version import AGENT_LABEL
from sandbox.errors import BoxFailed, SandboxUnavailable
from tests.sandbox.conftest import IMAGE, WARM_PYTHON, Workbench, docker_sandbox

pytestmark = pytest.mark.boxes

SLOW_ECHO = Job(
    files={"main.py": b"import time\ntime.sleep(0.4)\nprint(input())"},
    run=WARM_PYTHON,
    cases=[Case(stdin=b"1"), Case(stdin=b"2")],
)
RIGHT = [b"1\n", b"2\n"]
ENDLESS = Job(
    files={"main.py": b"import time\ntime.sleep(600)"},
    run=WARM_PYTHON,
    cases=[Case()],
    limits=Limits(wall_ms=600_000),
)
WITHIN_S = 60
MIB = 1024 * 1024


def docker(*arguments: str) -> str:
    """What a docker command prints."""
    done = subprocess.run(["docker", *arguments], check=True, capture_output=True, text=True, timeout=60)
    return done.stdout.strip()


def own_containers() -> list[str]:
    """The containers of this process."""
    filters = [part for name, value in labels().items() for part in ("--filter", f"label={name}={value}")]
    return docker("ps", "--all", "--quiet", *filters).split()


@contextlib.asynccontextmanager
async def started(sandbox: DockerSandbox) -> AsyncIterator[DockerSandbox]:
    """A sandbox for one test; skipped with the reason where there can be none."""
    await sandbox.start()
    try:
        if not sandbox.readiness().available:
            pytest.skip(sandbox.readiness().reason)
        yield sandbox
    finally:
        await sandbox.close()


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + WITHIN_S
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


async def until_ready(sandbox: DockerSandbox) -> None:
    """Wait until it says so."""
    await until(lambda: sandbox.readiness().available)


async def outputs(runner: asyncio.Runner, sandbox: DockerSandbox, job: Job = SLOW_ECHO) -> list[bytes]:
    """What the cases of a job print."""
    return [result.stdout for result in (await Workbench(runner, sandbox).finish(job)).cases]


@pytest.mark.parametrize("way", Way)
def test_jobs_survive_the_kill_of_all_containers(runner: asyncio.Runner, way: Way) -> None:
    async def judge() -> list[list[bytes]]:
        async with started(docker_sandbox(way, warm=3)) as sandbox:
            jobs = [asyncio.create_task(outputs(runner, sandbox)) for _ in range(2)]
            await asyncio.sleep(0.5)
            await asyncio.to_thread(docker, "kill", *own_containers())
            results = [await job for job in jobs]
            await until_ready(sandbox)
            return [*results, await outputs(runner, sandbox)]

    assert runner.run(judge()) == [RIGHT] * 3
    assert own_containers() == []


def test_box_that_is_always_killed_is_our_failure(
    runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backend, "PATIENCE_S", 5.0)

    async def kill_for_ever() -> None:
        while True:
            with contextlib.suppress(subprocess.CalledProcessError):
                await asyncio.to_thread(docker, "kill", *own_containers())

    async def judge() -> None:
        async with started(docker_sandbox(Way.CONTAINERS, warm=1)) as sandbox:
            killing = asyncio.create_task(kill_for_ever())
            with pytest.raises((BoxFailed, SandboxUnavailable)):
                await outputs(runner, sandbox, ENDLESS)
            killing.cancel()
            await asyncio.gather(killing, return_exceptions=True)

    runner.run(judge())


class Relay:
    """Stands between the service and the daemon, and can go away."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "docker.sock"
        self.host = f"unix://{self.path}"
        self.server: asyncio.Server | None = None
        self.writers: list[asyncio.StreamWriter] = []

    async def open(self) -> None:
        self.server = await asyncio.start_unix_server(self.serve, self.path)

    async def close(self) -> None:
        assert self.server is not None
        self.server.close()
        self.path.unlink()
        for writer in self.writers:
            writer.transport.abort()
        self.writers.clear()
        await asyncio.sleep(0)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_unix_connection("/var/run/docker.sock")
        self.writers += [writer, there_writer]
        await asyncio.gather(copy(reader, there_writer), copy(there_reader, writer))


async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass everything on."""
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


def test_daemon_that_is_away_for_a_while_is_waited_for(runner: asyncio.Runner, tmp_path: Path) -> None:
    async def judge() -> list[list[bytes]]:
        relay = Relay(tmp_path)
        await relay.open()
        options = DockerOptions(image=IMAGE, host=relay.host, warm=1)
        try:
            async with started(DockerSandbox(boxes=2, options=options)) as sandbox:
                results = [await outputs(runner, sandbox)]
                await relay.close()
                jobs = [asyncio.create_task(outputs(runner, sandbox)) for _ in range(3)]
                await until(lambda: not sandbox.readiness().available)
                assert "no Docker daemon answers" in sandbox.readiness().reason
                await relay.open()
                results += [await job for job in jobs]
                await until_ready(sandbox)
        finally:
            await relay.close()
        return results

    assert runner.run(judge()) == [RIGHT] * 4
    assert own_containers() == []


def test_restart_of_the_daemon_in_mid_load_costs_no_job(runner: asyncio.Runner) -> None:
    command = os.environ.get("REWARDD_TEST_DOCKERD")
    if command is None:
        pytest.skip("REWARDD_TEST_DOCKERD does not name the command that starts the daemon")
    pid_file = Path("/var/run/docker.pid")

    def restart() -> None:
        before = pid_file.read_text()
        os.kill(int(before), signal.SIGTERM)
        while Path("/proc", before.strip()).exists():
            time.sleep(0.1)
        pid_file.unlink(missing_ok=True)
        # It stays when this test is over.
        quiet = subprocess.DEVNULL
        subprocess.run(["setsid", "--fork", command], check=True, stdout=quiet, stderr=quiet)

    async def judge() -> list[list[bytes]]:
        async with started(docker_sandbox(Way.CONTAINERS, warm=2)) as sandbox:
            jobs = [asyncio.create_task(outputs(runner, sandbox)) for _ in range(8)]
            await asyncio.sleep(0.6)
            await asyncio.to_thread(restart)
            results = [await job for job in jobs]
            await until_ready(sandbox)
            return results

    assert runner.run(judge()) == [RIGHT] * 8


def test_leftovers_of_a_dead_service_are_removed_and_others_are_not(runner: asyncio.Runner) -> None:
    async def start_and_close() -> None:
        async with started(docker_sandbox(Way.CONTAINERS, warm=1)):
            pass

    runner.run(start_and_close())
    made = [
        make_idle({OWNER_LABEL: socket.gethostname(), PROCESS_LABEL: process})
        for process in ("4194305:1", "1:wrong")
    ]
    kept = make_idle({OWNER_LABEL: "another-host", PROCESS_LABEL: "4194305:1"})
    try:
        runner.run(start_and_close())
        left = docker("ps", "--all", "--quiet", "--no-trunc").split()
        assert kept in left
        assert not set(made) & set(left)
    finally:
        docker("rm", "--force", kept)


def make_idle(marks: dict[str, str]) -> str:
    """A container that does nothing."""
    arguments = [part for name, value in marks.items() for part in ("--label", f"{name}={value}")]
    return docker("run", "--detach", "--network", "none", *arguments, IMAGE, "sleep", "600")


def test_death_of_the_service_ends_its_containers(runner: asyncio.Runner) -> None:
    """An agent whose service is gone ends by itself; the next service removes what is left of it."""

    async def lose() -> str:
        async with started(docker_sandbox(Way.CONTAINERS, warm=1)) as sandbox:
            pool = sandbox._pool
            assert pool is not None
            await until(lambda: pool.ready > 0)
            container = pool._ready[0]
            container.close()
            deadline = time.monotonic() + WITHIN_S
            while await asyncio.to_thread(is_running, container.identity):
                assert time.monotonic() < deadline
            return container.identity

    runner.run(lose())


def is_running(identity: str) -> bool:
    try:
        return docker("inspect", "--format", "{{.State.Running}}", identity) == "true"
    except subprocess.CalledProcessError:
        return False


def test_want_of_memory_in_the_container_is_the_programs_fault(runner: asyncio.Runner) -> None:
    async def judge() -> RunStatus:
        sandbox = docker_sandbox(Way.CONTAINERS, warm=1, memory_bytes=96 * MIB)
        async with started(sandbox):
            source = b"x = []\nwhile True: x.append(bytearray(1 << 20))"
            job = Job(
                files={"main.py": source},
                run=WARM_PYTHON,
                cases=[Case()],
                limits=Limits(memory_bytes=1024 * MIB),
            )
            (result,) = (await Workbench(runner, sandbox).finish(job)).cases
            return result.status

    assert runner.run(judge()) is RunStatus.MEMORY_LIMIT


def refusal(runner: asyncio.Runner, options: DockerOptions) -> str:
    """Why a sandbox is unavailable, after checking that it runs nothing."""

    async def ask() -> str:
        sandbox = DockerSandbox(boxes=1, options=options)
        await sandbox.start()
        try:
            assert not sandbox.readiness().available
            with pytest.raises(SandboxUnavailable):
                await outputs(runner, sandbox)
            return sandbox.readiness().reason
        finally:
            await sandbox.close()

    return runner.run(ask())


def test_missing_daemon_is_named(runner: asyncio.Runner, tmp_path: Path) -> None:
    reason = refusal(runner, DockerOptions(host=f"unix://{tmp_path}/docker.sock"))
    assert reason.startswith("no Docker daemon answers: start it, or set REWARDD_DOCKER_HOST")


@pytest.fixture
def daemon() -> None:
    """A Docker daemon; skipped where none answers."""
    try:
        docker("version")
    except (OSError, subprocess.SubprocessError):
        pytest.skip("no Docker daemon answers")


def test_missing_image_is_named_with_what_builds_it(runner: asyncio.Runner, daemon: None) -> None:
    reason = refusal(runner, DockerOptions(image="rewardd-sandbox:nowhere"))
    assert reason.startswith("there is no image rewardd-sandbox:nowhere: docker build --file")


def test_image_of_another_version_is_refused(runner: asyncio.Runner, daemon: None, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(f'FROM scratch\nLABEL {AGENT_LABEL}="0123"\n')
    image = f"rewardd-test:{os.getpid()}"
    docker("build", "--quiet", "--tag", image, str(tmp_path))
    try:
        assert "built for another version of the service" in refusal(runner, DockerOptions(image=image))
    finally:
        docker("rmi", image)


def test_unknown_runtime_is_named(runner: asyncio.Runner, daemon: None) -> None:
    reason = refusal(runner, DockerOptions(image=IMAGE, runtime="nosuch"))
    if "there is no image" in reason or "another version" in reason:
        pytest.skip(reason)
    assert "REWARDD_DOCKER_RUNTIME" in reason
