"""Compiling inside the box, and keeping what came of it."""

import pytest

from sandbox.base import Case, Command, Job, Limits, RunStatus
from sandbox.errors import SandboxError
from tests.sandbox.conftest import COMPILERS, NATIVE, Workbench

pytestmark = pytest.mark.boxes

STOPPED = {RunStatus.CPU_LIMIT, RunStatus.MEMORY_LIMIT, RunStatus.EXITED}
SUM = '#include <stdio.h>\nint main(void) { int a, b; scanf("%d %d", &a, &b); printf("%d\\n", a + b); }'


def test_program_is_compiled_once_and_run_for_each_case(box: Workbench) -> None:
    finished = box.native("c", SUM, Case(stdin=b"1 2"), Case(stdin=b"3 4"))
    assert finished.compiled is not None
    assert (finished.compiled.status, finished.compiled.exit_code) == (RunStatus.EXITED, 0)
    assert [case.stdout for case in finished.cases] == [b"3\n", b"7\n"]


def test_failed_compilation_ends_the_job_with_its_text(box: Workbench) -> None:
    finished = box.native("c", "int main(void) { return undeclared; }")
    assert finished.compiled is not None
    assert finished.compiled.exit_code == 1
    assert b"undeclared" in finished.compiled.output
    assert not finished.cases


def test_artifact_spares_the_compilation(box: Workbench) -> None:
    name, compiler = COMPILERS["c"]
    files = {name: SUM.encode()}
    first = box.run(Job(files=files, compile=compiler, run=NATIVE, keep_artifact=True))
    assert first.compiled is not None
    artifact = first.compiled.artifact
    assert artifact is not None
    second = box.run(
        Job(files=files, compile=compiler, run=NATIVE, artifact=artifact, cases=[Case(stdin=b"20 22")])
    )
    assert second.compiled is None
    assert second.cases[0].stdout == b"42\n"


def test_nothing_is_kept_of_a_compilation_unless_asked_for(box: Workbench) -> None:
    compiled = box.native("c", SUM).compiled
    assert compiled is not None
    assert compiled.artifact is None


def test_text_of_a_compilation_is_cut_at_64_kib(box: Workbench) -> None:
    talkative = Command(argv=("python3", "-c", "print('x' * 1_000_000)"))
    finished = box.run(Job(files={}, compile=talkative, run=Command(argv=("true",)), cases=[Case()]))
    assert finished.compiled is not None
    assert finished.compiled.output == b"x" * 64 * 1024
    assert [case.exit_code for case in finished.cases] == [0]


@pytest.mark.parametrize("artifact", [b"", b"junk", b"\0\0\0\2{}", b"\xff\xff\xff\xff"])
def test_junk_is_no_artifact(box: Workbench, artifact: bytes) -> None:
    with pytest.raises((ValueError, SandboxError)):
        box.run(Job(files={}, compile=COMPILERS["c"][1], run=NATIVE, artifact=artifact, cases=[Case()]))


@pytest.mark.parametrize(
    ("source", "limits", "statuses"),
    [
        ("template<int n> struct A { enum { v = A<n - 1>::v + A<n - 2>::v }; };\nint x = A<100000>::v;",
         Limits(cpu_ms=2000, memory_bytes=512 << 20), STOPPED),
        ('#include "/dev/zero"\nint main() {}',
         Limits(cpu_ms=3000, memory_bytes=512 << 20), STOPPED),
        ("int a[1 << 28] = {1};\nint main() {}",
         Limits(cpu_ms=20_000, disk_bytes=64 << 20), {RunStatus.EXITED, RunStatus.SIGNALED}),
        ("constexpr int f() { for (int i = 0;; i++) {} return 0; }\nconstexpr int x = f();\nint main() {}",
         Limits(cpu_ms=2000), STOPPED),
    ],
    ids=["templates", "endless-include", "huge-object", "constexpr-loop"],
)  # fmt: skip
def test_exploding_compilation_is_stopped(
    box: Workbench, source: str, limits: Limits, statuses: set[RunStatus]
) -> None:
    finished = box.native("cpp", source, compile_limits=limits)
    assert finished.compiled is not None
    assert finished.compiled.status in statuses
    assert finished.compiled.exit_code != 0
    assert not finished.cases


@pytest.mark.parametrize(
    "leave",
    [
        "for _ in range(1500): os.mkdir('d'); os.chdir('d')",
        "for name in range(5000): open(f'{name}' + 'é' * 110, 'w').close()",
        "for name in range(10_001): open(str(name), 'w').close()",
        "open('odd', 'wb').write(bytes(65 << 20))",
    ],
)
def test_compilation_that_leaves_too_much_is_not_kept_and_its_program_runs(
    box: Workbench, leave: str
) -> None:
    job = Job(
        files={"make.py": f"import os\n{leave}\n".encode(), "main.py": b"print(42)"},
        compile=Command(argv=("/usr/bin/python3", "make.py")),
        keep_artifact=True,
        run=Command(argv=("/usr/bin/python3", "/submission/main.py")),
        cases=[Case()],
    )
    finished = box.run(job)
    assert finished.compiled is not None
    assert (finished.compiled.exit_code, finished.compiled.artifact) == (0, None), finished.compiled
    assert [case.stdout for case in finished.cases] == [b"42\n"]
