"""Boxes for tests: one started sandbox per kind, shared by a session, and a plain way to run jobs in it."""

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import pytest

from sandbox.base import Case, CaseResult, Command, CompileResult, Job, Sandbox
from sandbox.docker.backend import DockerSandbox
from sandbox.docker.options import DockerOptions, Way
from sandbox.namespaces.backend import NamespaceSandbox
from sandbox.pool import BoundedSandbox

T = TypeVar("T")

IMAGE = os.environ.get("REWARDD_TEST_DOCKER_IMAGE", "rewardd-sandbox:native")
RUNTIME = os.environ.get("REWARDD_TEST_DOCKER_RUNTIME", "runc")


def docker_sandbox(way: Way, **options: object) -> DockerSandbox:
    """Boxes in containers of the image that has what the tests compile."""
    chosen = DockerOptions(image=IMAGE, runtime=RUNTIME, way=way, **options)  # type: ignore[arg-type]
    return DockerSandbox(boxes=2, options=chosen)


BACKENDS: dict[str, Callable[[], Sandbox]] = {
    "namespaces": lambda: NamespaceSandbox(boxes=2),
    "namespaces-without-cgroups": lambda: NamespaceSandbox(boxes=2, cgroups=False),
    "docker-containers": lambda: docker_sandbox(Way.CONTAINERS, warm=4),
    "docker-templates": lambda: docker_sandbox(Way.TEMPLATES),
}

REFUSALS = {"docker-containers": "Permission denied"}
"""What a write to `/submission` is told where no mount can say `Read-only file system`."""

SERVICE_SECRET = "CANARY-OF-THE-SERVICE"
"""In the environment and the memory of the process that makes the boxes."""

WARM_PYTHON = Command(argv=("python3", "/submission/main.py"), warm="python")
COLD_PYTHON = Command(argv=("/usr/bin/python3", "/submission/main.py"))
NATIVE = Command(argv=("/submission/main",))
COMPILERS = {
    "c": ("main.c", Command(argv=("gcc", "-O1", "-o", "main", "main.c", "-lm", "-pthread"))),
    "cpp": ("main.cpp", Command(argv=("g++", "-O1", "-o", "main", "main.cpp", "-pthread"))),
    "rust": ("main.rs", Command(argv=("rustc", "--edition", "2021", "-o", "main", "main.rs"))),
    "java": (
        "Main.java",
        Command(argv=("javac", "-J-Xmx256m", "-J-XX:+UseSerialGC", "-proc:none", "Main.java")),
    ),
}
JAVA = Command(
    argv=(
        *("java", "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:disable"),
        *("-cp", "/submission", "Main"),
    )
)
NODE = Command(argv=("/usr/local/lib/rewardd/node/node", "--max-old-space-size=64", "/submission/main.js"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """All results of one job."""

    compiled: CompileResult | None
    cases: Sequence[CaseResult] = field(default_factory=tuple)


class Workbench:
    """A started sandbox with the loop it lives on."""

    def __init__(self, runner: asyncio.Runner, sandbox: Sandbox, backend: str = "") -> None:
        self.runner = runner
        self.sandbox = sandbox
        self.backend = backend
        """Its name in `BACKENDS`."""

    def do(self, work: Coroutine[object, object, T]) -> T:
        """Run a coroutine on the sandbox's loop."""
        return self.runner.run(work)

    def run(self, job: Job) -> Finished:
        """One job to its end."""
        return self.do(self.finish(job))

    async def finish(self, job: Job) -> Finished:
        """The same, for use inside coroutines."""
        async with self.sandbox.run(job) as run:
            compiled = await run.compiled()
            return Finished(compiled=compiled, cases=[result async for result in run.results()])

    def python(self, source: str, *cases: Case, **options: object) -> list[CaseResult]:
        """Results of a Python program in the warm interpreter; one empty case if none is given."""
        job = Job(files={"main.py": source.encode()}, run=WARM_PYTHON, cases=cases or (Case(),), **options)  # type: ignore[arg-type]
        return list(self.run(job).cases)

    def native(self, language: str, source: str, *cases: Case, **options: object) -> Finished:
        """Results of a compiled program."""
        name, compiler = COMPILERS[language]
        job = Job(
            files={name: source.encode()},
            compile=compiler,
            run=NATIVE,
            cases=cases or (Case(),),
            **options,  # type: ignore[arg-type]
        )
        return self.run(job)


@pytest.fixture(scope="session")
def runner() -> Iterator[asyncio.Runner]:
    """One event loop for all boxes of the session."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="session")
def service_secret() -> Iterator[None]:
    """A secret in the environment, as an access key of the service would be."""
    os.environ["REWARDD_TEST_CANARY"] = SERVICE_SECRET
    yield
    del os.environ["REWARDD_TEST_CANARY"]


@pytest.fixture(scope="session", params=list(BACKENDS))
def box(request: pytest.FixtureRequest, runner: asyncio.Runner, service_secret: None) -> Iterator[Workbench]:
    """A workbench for each backend; skipped, with the reason, where the host cannot have it."""
    sandbox = BoundedSandbox(BACKENDS[request.param](), boxes=2, queue=1000, queue_timeout_s=60)
    runner.run(sandbox.start())
    readiness = sandbox.readiness()
    try:
        if not readiness.available:
            pytest.skip(readiness.reason)
        yield Workbench(runner, sandbox, request.param)
    finally:
        runner.run(sandbox.close())
