"""Boxes in Docker containers, in one of two ways.

*Containers*: each box is a container of its own, made ahead, used once, and removed. Every runtime
can do it.

*Templates*: each lane is a container in which a template forks the boxes, with namespaces of their own below
the container's. It is as fast as boxes without Docker, and needs a kernel and a daemon that let an
unprivileged process in a container make namespaces.

The service listens at sockets in a folder, the agents in the containers call there. No
data of a job passes through the daemon, which may restart meanwhile: then the containers die, and the
jobs in them begin again in others.
"""

import asyncio
import contextlib
import logging
import socket
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Protocol

from sandbox.base import Case, Command, Job, Readiness, Run
from sandbox.box.modules import MODULES_ON_DEMAND, WARM_MODULES
from sandbox.box.run import BoxRun, BoxSource, check_job, job_frame
from sandbox.box.seccomp import compile_filter
from sandbox.docker.container import Launcher
from sandbox.docker.engine import Engine
from sandbox.docker.lanes import ContainerLane, TemplateLane
from sandbox.docker.options import DockerOptions, Way
from sandbox.docker.ownership import (
    OWNER_LABEL,
    find_users,
    is_left_over,
    is_ours,
    label_of_users,
    labels,
)
from sandbox.docker.policy import Confinement, Shape
from sandbox.docker.version import AGENT_LABEL, explain_image
from sandbox.docker.warm_pool import WarmPool
from sandbox.errors import SandboxError, SandboxUnavailable
from sandbox.observer import UNOBSERVED, Observer

__all__ = ["DockerSandbox"]

logger = logging.getLogger(__name__)

CHECK_S = 2.0
"""How often the daemon and the waiting containers are looked at."""
PATIENCE_S = 60.0
"""How long a job waits for a container while none can be started, such as during a restart of the daemon."""
STARTERS = 2
PROCESSES = 4096
"""Ceiling of a container that holds boxes; in each box the job's own limit holds."""
PROOF = b"""
print(6 * 7)
try:
    open("/etc/hostname").close()
    print("open")
except OSError:
    print("fenced")
"""
"""What a box has to be able to do, and whether it has the fence of `sandbox.docker.fence`."""
UNFENCED = (
    "the kernel of the containers has no Landlock: programs can read the container's mount table and the "
    "files that the daemon puts there"
)


class Lane(BoxSource, Protocol):
    """A place for one box at a time."""

    def release(self) -> None:
        """The job is over."""


class DockerSandbox:
    """The `Sandbox` of Docker containers.

    Args:
        boxes: How many boxes there may be at once.
        options: The daemon, the image and how they are used.
        observer: Is told what happens.
    """

    name = "docker"

    def __init__(self, *, boxes: int, options: DockerOptions, observer: Observer = UNOBSERVED) -> None:
        self._observer = observer
        self._boxes = boxes
        self._options = options
        self._engine: Engine | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._launcher: Launcher | None = None
        self._pool: WarmPool | None = None
        self._lanes: Sequence[Lane] = ()
        self._free: asyncio.Queue[Lane] = asyncio.Queue()
        self._watching: asyncio.Task[None] | None = None
        self._proven = False
        """Whether a box has worked: then a daemon that is away for a moment is waited for."""
        self._readiness = Readiness(available=False, reason="not started")

    async def start(self) -> None:
        """Look at daemon and image, remove what dead services left, and prove one box.

        A daemon that is not there yet is waited for: `readiness` says so meanwhile.
        """
        if self._engine is not None:
            return
        self._engine = Engine(self._options.host)
        try:
            self._set_up(self._engine, await self._find_users(self._engine))
        except ImportError as error:
            self._readiness = Readiness(
                available=False,
                reason=f"libseccomp is missing: apt-get install libseccomp2; pip install pyseccomp ({error})",
            )
            return
        except OSError as error:
            self._readiness = Readiness(available=False, reason=f"no folder for sockets: {error}")
            return
        await self._look()
        self._watching = asyncio.create_task(self._watch())

    def readiness(self) -> Readiness:
        """The present state."""
        return self._readiness

    @contextlib.asynccontextmanager
    async def run(self, job: Job, *, beside: bool = False) -> AsyncIterator[Run]:  # noqa: ARG002
        """A fresh box for this job, destroyed on leaving.

        Raises:
            SandboxUnavailable: no box can be made here.
        """
        check_job(job)
        if not self._proven:
            raise SandboxUnavailable(self._readiness.reason)
        async with self._enter(job) as run:
            yield run

    @contextlib.asynccontextmanager
    async def _enter(self, job: Job) -> AsyncIterator[Run]:
        opening = job_frame(job)
        lane = await self._free.get()
        if isinstance(lane, ContainerLane):
            lane.shape = shape_of(job)
        run = BoxRun(lane, job, opening, self._observer)
        try:
            await run.begin()
            yield run
        finally:
            await asyncio.shield(asyncio.ensure_future(self._finish(run, lane)))

    async def close(self) -> None:
        """Destroy all containers."""
        self._readiness = Readiness(available=False, reason="closed")
        self._proven = False
        watching, self._watching = self._watching, None
        if watching is not None:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
        lanes, self._lanes = self._lanes, ()
        for lane in lanes:
            lane.kill()
        if self._pool is not None:
            await self._pool.close()
        if self._launcher is not None:
            await self._launcher.close()
        if self._engine is not None:
            with contextlib.suppress(SandboxError):
                await self._sweep(self._engine, everything=True)
            self._engine.close()
            self._engine = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    async def _find_users(self, engine: Engine) -> range:
        try:
            others = await engine.containers(OWNER_LABEL)
        except SandboxError:
            others = []  # the daemon is not there yet
        return find_users(others)

    def _set_up(self, engine: Engine, users: range) -> None:
        options = self._options
        if options.sockets:
            sockets = Path(options.sockets)
            sockets.mkdir(parents=True, exist_ok=True)
        else:
            self._folder = tempfile.TemporaryDirectory(prefix="rewardd-sockets-")
            sockets = Path(self._folder.name)
        sockets.chmod(0o711)  # names of sockets are secret, and containers run as other users
        templates = options.way is Way.TEMPLATES
        confinement = Confinement(
            image=options.image,
            runtime=options.runtime,
            memory_bytes=options.memory_bytes,
            processes=PROCESSES,
            cpus=options.cpus,
            sockets_source=options.sockets_source or str(sockets.absolute()),
            boxes_inside=templates,
            labels=labels() | label_of_users(users),
        )
        warm = self._boxes if templates else options.warm or 2 * self._boxes
        self._launcher = launcher = Launcher(
            engine,
            confinement,
            sockets=sockets,
            settings={
                "serves": "boxes" if templates else "job",
                "modules": WARM_MODULES,
                "modules_on_demand": MODULES_ON_DEMAND,
                "seccomp": compile_filter().hex(),
            },
            kind=socket.SOCK_SEQPACKET if templates else socket.SOCK_STREAM,
            users=users[: 2 * (warm + self._boxes) + STARTERS],
            observer=self._observer,
        )
        self._pool = pool = WarmPool(
            launcher.launch, launcher.remove, size=0, starters=STARTERS, patience_s=PATIENCE_S
        )
        self._warm = 0 if templates else warm
        self._free = asyncio.Queue()
        self._lanes = [
            TemplateLane(pool, launcher, self._observer)
            if templates
            else ContainerLane(pool, launcher.remove, engine)
            for _ in range(self._boxes)
        ]
        for lane in self._lanes:
            self._free.put_nowait(lane)

    async def _finish(self, run: BoxRun, lane: Lane) -> None:
        try:
            await run.end()
        finally:
            if lane in self._lanes:
                lane.release()
                self._free.put_nowait(lane)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(CHECK_S)
            await self._look()

    async def _look(self) -> None:
        """Bring `readiness` up to date, and with it what depends on the daemon."""
        assert self._engine is not None
        try:
            await self._engine.ping()
            if not self._readiness.available:
                await self._make_ready(self._engine)
        except SandboxError as error:
            self._become_unavailable(str(error))
            return
        assert self._pool is not None
        self._pool.refill()
        if self._pool.failure:
            self._become_unavailable(self._pool.failure)

    async def _make_ready(self, engine: Engine) -> None:
        image = self._options.image
        found = await engine.image_labels(image)
        reason = explain_image(image, None if found is None else found.get(AGENT_LABEL, ""))
        if reason:
            raise SandboxUnavailable(reason)
        await self._sweep(engine)
        fenced = await self._prove()
        assert self._pool is not None
        self._proven = self._pool.patient = True
        self._pool.size = self._warm
        self._readiness = Readiness(available=True, notes=self._notes(fenced))
        logger.info("sandbox containers are ready", extra={"image": image})

    def _become_unavailable(self, reason: str) -> None:
        if self._readiness.available or self._readiness.reason != reason:
            logger.warning("no sandbox containers", extra={"reason": reason})
        self._readiness = Readiness(available=False, reason=reason)

    def _notes(self, fenced: bool) -> tuple[str, ...]:
        notes = ["memory is watched every 10 ms below the container's limit instead of limited by the kernel"]
        if self._options.way is Way.CONTAINERS:
            notes.append("sizes of the writable folders hold to the container, not to the case")
        return (*notes, *(() if fenced else (UNFENCED,)))

    async def _sweep(self, engine: Engine, *, everything: bool = False) -> None:
        """Remove the containers of dead services, and with `everything` all of this one."""
        for container in await engine.containers(OWNER_LABEL):
            if is_left_over(container) or (everything and is_ours(container)):
                await engine.remove(container.identity)

    async def _prove(self) -> bool:
        """Run one trivial program, so that a daemon that cannot make boxes is found out now.

        Returns:
            Whether candidates are fenced in.
        """
        job = Job(
            files={"main.py": PROOF},
            run=Command(argv=("python3", "/submission/main.py"), warm="python"),
            cases=[Case()],
        )
        async with self._enter(job) as run:
            results = [result async for result in run.results()]
        printed = [result.stdout for result in results]
        if printed not in ([b"42\nopen\n"], [b"42\nfenced\n"]):
            raise SandboxUnavailable(f"a box gave a wrong result: {results}")
        return printed == [b"42\nfenced\n"]


def shape_of(job: Job) -> Shape:
    """The container that a job needs."""
    usual = Shape()
    folder_bytes = job.limits.disk_bytes
    submission_bytes = sum(map(len, job.files.values())) + len(job.artifact or b"")
    if job.compile is not None and job.artifact is None:
        folder_bytes = max(folder_bytes, job.compile_limits.disk_bytes)
        submission_bytes += job.compile_limits.disk_bytes
    else:
        submission_bytes += job.limits.disk_bytes
    return Shape(folder_bytes=folder_bytes, submission_bytes=max(submission_bytes, usual.submission_bytes))
