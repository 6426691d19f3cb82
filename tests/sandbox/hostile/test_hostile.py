"""Hostile programs, each a file of `tests/cases/hostile` with what must become of it, on every backend.

Whatever a program does: nothing from outside comes back, the next job is judged as before, and nothing is
left. Where a backend refuses in other words, the case says them under `expect_in`. `@SECRET_FILE@`,
`@PORT@` and `@ABSTRACT@` in a source stand for canaries outside the box.
"""

import os
import secrets
import socket
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.base import Case, CaseResult, Job, Limits, RunStatus
from tests.sandbox.conftest import (
    COMPILERS,
    IMAGE,
    JAVA,
    NATIVE,
    NODE,
    SERVICE_SECRET,
    WARM_PYTHON,
    Finished,
    Workbench,
)

pytestmark = pytest.mark.boxes

CASES = sorted((Path(__file__).parents[2] / "cases" / "hostile").glob("*.toml"))
MISSING = {"native": ("java", "javascript", "rust")}
"""What the programs here are written in and an image has not."""
COMPILE_LIMITS = {"cpu_ms": 8_000, "wall_ms": 30_000, "memory_bytes": 512 << 20, "disk_bytes": 64 << 20}
LIMITS = {"cpu_ms": 10_000, "wall_ms": 20_000, "memory_bytes": 256 << 20}


@dataclass(frozen=True, slots=True)
class Canaries:
    """Things outside the box that nobody inside may read or reach."""

    secret: str
    secret_file: Path
    listener: socket.socket
    abstract: socket.socket
    abstract_name: str

    def reveal(self, source: str) -> str:
        """The source with the canaries' whereabouts filled in, so that looking for them is no excuse."""
        return (
            source.replace("@SECRET_FILE@", str(self.secret_file))
            .replace("@PORT@", str(self.listener.getsockname()[1]))
            .replace("@ABSTRACT@", self.abstract_name)
        )

    def assert_untouched(self, finished: Finished) -> None:
        """Nobody came, and no result tells the secret."""
        outputs = [result.stdout + result.stderr for result in finished.cases]
        if finished.compiled is not None:
            outputs.append(finished.compiled.output)
        for secret in (self.secret, SERVICE_SECRET):
            assert not any(secret.encode() in output for output in outputs)
        for trap in (self.listener, self.abstract):
            with pytest.raises(BlockingIOError):
                trap.accept()


@pytest.fixture(scope="module")
def canaries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canaries]:
    secret = f"CANARY-{secrets.token_hex(16)}"
    folder = tmp_path_factory.mktemp("outside")
    for parent in (folder, *folder.parents):
        if parent.stat().st_uid == os.getuid() and parent.name.startswith(("pytest", "outside")):
            parent.chmod(0o755)  # only the box keeps it secret
    secret_file = folder / "secret"
    secret_file.write_text(secret)
    name = f"rewardd-canary-{secrets.token_hex(8)}"
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket(socket.AF_UNIX) as abstract:
        abstract.bind("\0" + name)
        abstract.listen()
        listener.setblocking(False)
        abstract.setblocking(False)
        yield Canaries(secret, secret_file, listener, abstract, name)


def make_job(case: Mapping[str, object], canaries: Canaries) -> Job:
    source = canaries.reveal(str(case["source"])).encode()
    expect = case["expect"]
    assert isinstance(expect, dict)
    count = int(str(case.get("cases", 1)))
    inputs = [
        Case(stdin=str(expect.get("stdin", "")).format(100 + number).encode()) for number in range(count)
    ]
    run_limits = limits_of(case, "limits", LIMITS)
    if case["language"] == "python":
        return Job(files={"main.py": source}, run=WARM_PYTHON, cases=inputs, limits=run_limits)
    if case["language"] == "javascript":
        return Job(files={"main.js": source}, run=NODE, cases=inputs, limits=run_limits)
    name, compiler = COMPILERS[str(case["language"])]
    return Job(
        files={name: source},
        compile=compiler,
        compile_limits=limits_of(case, "compile_limits", COMPILE_LIMITS),
        run=JAVA if case["language"] == "java" else NATIVE,
        cases=inputs,
        limits=run_limits,
    )


def limits_of(case: Mapping[str, object], name: str, usual: Mapping[str, int]) -> Limits:
    """The usual limits, but for those that the case says under this name."""
    own = case.get(name, {})
    assert isinstance(own, dict)
    return Limits(**{**usual, **own})


def assert_expected(result: CaseResult, expect: Mapping[str, object]) -> None:
    statuses = expect.get("statuses", ["exited"])
    assert isinstance(statuses, list)
    assert result.status in statuses, result
    if result.status is RunStatus.EXITED and "stdout" in expect:
        assert result.exit_code == 0, result
    if "exit_code" in expect:
        assert result.exit_code == expect["exit_code"]
    if "stdout_ends" in expect:
        assert result.stdout.decode().endswith(str(expect["stdout_ends"])), result
    if "stdout" in expect:
        assert result.stdout.decode() == str(expect["stdout"]).replace("{}", str(100 + result.index)), result


def assert_next_job_is_judged_as_before(box: Workbench) -> None:
    (result,) = box.python("import os\nprint(os.listdir('/tmp'), input())", Case(stdin=b"as before"))
    assert (result.status, result.stdout) == (RunStatus.EXITED, b"[] as before\n")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_hostile_program_gets_nothing_and_leaves_nothing(
    box: Workbench, canaries: Canaries, path: Path
) -> None:
    case = tomllib.loads(path.read_text())
    if box.sandbox.name == "docker" and case["language"] in MISSING.get(IMAGE.partition(":")[2], ()):
        pytest.skip("the image that this suite runs in has Python, C and C++ only")
    expect = case.get("expect_in", {}).get(box.backend, case["expect"])
    job = make_job(case, canaries)
    finished = box.run(job)
    canaries.assert_untouched(finished)
    if "compiled" in expect:
        assert finished.compiled is not None
        assert finished.compiled.status in expect["compiled"], finished.compiled
        succeeded = finished.compiled.status is RunStatus.EXITED and finished.compiled.exit_code == 0
        assert succeeded == expect.get("compiled_ok", succeeded), finished.compiled
    else:
        assert len(finished.cases) == len(job.cases), finished
        for result in finished.cases:
            assert_expected(result, expect)
    assert_next_job_is_judged_as_before(box)
