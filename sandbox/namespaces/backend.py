"""Boxes made by namespaces: lanes of templates.

A *lane* is a template, the cgroup its boxes use one after another, and one box made ahead. It serves one
job at a time, so there are as many lanes as boxes at once. `sandbox.box.agent` tells the other half of the
story.
"""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Mapping

from sandbox.base import Case, Command, Job, Readiness, Run
from sandbox.box.run import BoxRun, check_job, job_frame
from sandbox.box.seccomp import compile_filter
from sandbox.errors import BoxFailed, SandboxError, SandboxUnavailable
from sandbox.namespaces.cgroup import Cgroup, CgroupParent, find_parent
from sandbox.namespaces.oom_kills import own_oom_kills
from sandbox.namespaces.permissions import in_container
from sandbox.namespaces.template import Template, missing_requirement
from sandbox.observer import UNOBSERVED, Observer

__all__ = ["NamespaceSandbox"]

logger = logging.getLogger(__name__)


class Lane:
    """One template with its cgroup and the box made ahead."""

    def __init__(self, sandbox: "NamespaceSandbox", cgroup: Cgroup | None) -> None:
        self._sandbox = sandbox
        self.cgroup = cgroup
        self.template: Template | None = None
        self._spare: socket.socket | None = None
        self._oom_kills = 0
        self._own_oom_kills = 0
        self._had_template = False

    async def open_box(self) -> socket.socket:
        """A fresh box: the one made ahead, if it is still there.

        Raises:
            SandboxUnavailable, BoxFailed: there can be none.
        """
        if self.template is None or not self.template.alive:
            await self.restart()
        assert self.template is not None
        self._oom_kills = self._count_oom_kills()
        self._own_oom_kills = own_oom_kills() if self.cgroup is None else 0
        spare, self._spare = self._spare, None
        return spare if spare is not None else self.template.order_box(self.cgroup)

    async def restart(self) -> None:
        """A new template in place of a dead one."""
        self.kill()
        self.template = await self._sandbox.start_template()
        if self._had_template:
            self._sandbox.observer.template_restarted()
        self._had_template = True
        self.make_ahead()

    def make_ahead(self) -> None:
        """Order the next box before anyone asks for it."""
        if self._spare is None and self.template is not None and self.template.alive:
            with contextlib.suppress(BoxFailed):
                self._spare = self.template.order_box(self.cgroup)

    async def ran_out_of_memory(self) -> bool:
        """Whether the kernel killed for memory in the last box."""
        return self._count_oom_kills() > self._oom_kills

    def host_lacked_memory(self) -> bool:
        """Whether the kernel killed in the group that a box without its own shares with the service."""
        return self.cgroup is None and own_oom_kills() > self._own_oom_kills

    def _count_oom_kills(self) -> int:
        return self.cgroup.oom_kills() if self.cgroup is not None else 0

    def kill(self) -> None:
        """End the template and every box of this lane."""
        if self._spare is not None:
            self._spare.close()
            self._spare = None
        if self.template is not None:
            self.template.kill()
            self.template = None


class NamespaceSandbox:
    """The `Sandbox` of namespaces and bubblewrap.

    Args:
        boxes: How many boxes there may be at once.
        binds: Further read-only folders: host path to path in the box.
        python: The interpreter that runs the agent and warm Python programs.
        cgroups: Whether to use control groups where the host gives any.
        observer: Is told what happens.
    """

    name = "namespaces"

    def __init__(
        self,
        *,
        boxes: int,
        binds: Mapping[str, str] | None = None,
        python: str = "/usr/bin/python3",
        cgroups: bool = True,
        observer: Observer = UNOBSERVED,
    ) -> None:
        self.observer = observer
        self._boxes = boxes
        self._binds = dict(binds or {})
        self._python = python
        self._use_cgroups = cgroups
        self._seccomp = b""
        self._closed = False
        self._parent: CgroupParent | None = None
        self._lanes: list[Lane] = []
        self._free: asyncio.Queue[Lane] = asyncio.Queue()
        self._departures: set[asyncio.Future[None]] = set()
        self._readiness = Readiness(available=False, reason="not started")

    async def start(self) -> None:
        """Start all templates and prove one box."""
        if self._lanes:
            return
        self._closed = False
        try:
            self._require()
            self._parent = find_parent() if self._use_cgroups else None
            for _ in range(self._boxes):
                self._lanes.append(Lane(self, self._parent.make() if self._parent is not None else None))
            await asyncio.gather(*(lane.restart() for lane in self._lanes))
            for lane in self._lanes:
                self._free.put_nowait(lane)
            self._readiness = Readiness(available=True, notes=self._notes())
            await self._prove()
        except (SandboxError, OSError) as error:
            await self.close()
            self._readiness = Readiness(available=False, reason=str(error))
            logger.warning("no namespace boxes", extra={"reason": str(error)})

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
        if not self._readiness.available:
            raise SandboxUnavailable(self._readiness.reason)
        opening = job_frame(job)
        lane = await self._free.get()
        run = BoxRun(lane, job, opening, self.observer)
        try:
            await run.begin()
            yield run
        finally:
            # The box is told to die before its verdict is told, but nobody has to wait until it is dead.
            departure = asyncio.ensure_future(self._finish(run, lane))
            self._departures.add(departure)
            departure.add_done_callback(self._departures.discard)
            run.leave()

    async def close(self) -> None:
        """Destroy all boxes, templates and cgroups."""
        self._readiness = Readiness(available=False, reason="closed")
        self._closed = True
        lanes, self._lanes = self._lanes, []
        self._free = asyncio.Queue()
        for lane in lanes:
            lane.kill()
        await asyncio.gather(*self._departures, return_exceptions=True)
        for lane in lanes:
            if lane.cgroup is not None:
                lane.cgroup.remove()
        if self._parent is not None:
            self._parent.remove()
            self._parent = None

    async def start_template(self) -> Template:
        """A new template as all of them are.

        Raises:
            SandboxUnavailable: it cannot run here, or all this is closed.
        """
        if self._closed:
            raise SandboxUnavailable("closed")
        return await Template.start(
            python=self._python,
            seccomp=self._seccomp,
            binds=self._binds,
        )

    async def _finish(self, run: BoxRun, lane: Lane) -> None:
        try:
            await run.end()
        finally:
            if lane in self._lanes:
                try:
                    lane.make_ahead()
                finally:  # whatever failed now, the next job may find better times
                    self._free.put_nowait(lane)

    def _require(self) -> None:
        missing = missing_requirement(self._python)
        if missing is not None:
            raise SandboxUnavailable(missing)
        try:
            self._seccomp = compile_filter()
        except ImportError as error:
            raise SandboxUnavailable(
                f"libseccomp is missing: apt-get install libseccomp2; pip install pyseccomp ({error})"
            ) from error

    def _notes(self) -> tuple[str, ...]:
        watched = "memory is watched every 10 ms instead of limited by the kernel"
        if not self._use_cgroups:
            return (f"control groups are switched off: {watched}",)
        if self._parent is None:
            remedy = (
                "the container's own limit (--memory) holds for all boxes together"
                if in_container()
                else "run as root or delegate a control group (systemd: Delegate=yes)"
            )
            return (f"no control group can be made here: {watched}; {remedy}",)
        if self._parent.missing:
            return (f"control groups lack {', '.join(self._parent.missing)}",)
        return ()

    async def _prove(self) -> None:
        """Run one trivial program, so that a host that cannot make boxes is found out now."""
        job = Job(
            files={"main.py": b"print(6 * 7)"},
            run=Command(argv=("python3", "/submission/main.py"), warm="python"),
            cases=[Case()],
        )
        async with self.run(job) as run:
            results = [result async for result in run.results()]
        if [result.stdout for result in results] != [b"42\n"]:
            raise SandboxUnavailable(f"a box gave a wrong result: {results}")
