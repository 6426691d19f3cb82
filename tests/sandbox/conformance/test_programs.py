"""What a program finds and what is told about it, whatever makes the box."""

import signal
from pathlib import Path

import pytest

from sandbox.base import Case, Command, Job, Limits, RunStatus
from tests.sandbox.conftest import COLD_PYTHON, REFUSALS, WARM_PYTHON, Workbench

pytestmark = pytest.mark.boxes

WARM_CASES = Path(__file__).parents[2] / "cases" / "warm"


def test_each_case_gets_its_input_and_results_come_in_order(box: Workbench) -> None:
    cases = [Case(stdin=str(number).encode()) for number in range(5)]
    results = box.python("print(int(input()) ** 2)", *cases)
    assert [(result.index, result.stdout) for result in results] == [
        (number, f"{number**2}\n".encode()) for number in range(5)
    ]
    assert all(result.status is RunStatus.EXITED and result.exit_code == 0 for result in results)


@pytest.mark.parametrize(
    ("statement", "status"),
    [
        ("sys.exit(7)", 7),
        ("sys.exit()", 0),
        ("os._exit(9)", 9),
        ("raise SystemExit(3)", 3),
        ("sys.exit('bye')", 1),
    ],
)
def test_exit_status_is_told(box: Workbench, statement: str, status: int) -> None:
    (result,) = box.python(f"import os, sys\n{statement}")
    assert (result.status, result.exit_code) == (RunStatus.EXITED, status)


def test_exception_is_status_one_with_a_traceback_of_the_program_alone(box: Workbench) -> None:
    (result,) = box.python("def f():\n    return 1 / 0\nf()")
    assert result.exit_code == 1
    assert result.stderr.decode() == (
        "Traceback (most recent call last):\n"
        '  File "/submission/main.py", line 3, in <module>\n    f()\n'
        '  File "/submission/main.py", line 2, in f\n    return 1 / 0\n'
        "           ~~^~~\n"
        "ZeroDivisionError: division by zero\n"
    )


def test_syntax_error_is_a_failing_program(box: Workbench) -> None:
    (result,) = box.python("def f(:\n")
    assert result.exit_code == 1
    assert b"SyntaxError" in result.stderr


def test_signal_is_told(box: Workbench) -> None:
    (result,) = box.native("c", "#include <stdlib.h>\nint main(void) { abort(); }").cases
    assert (result.status, result.signal, result.exit_code) == (RunStatus.SIGNALED, signal.SIGABRT, None)


def test_missing_program_is_status_127(box: Workbench) -> None:
    finished = box.run(Job(files={}, run=Command(argv=("/no/such/program",)), cases=[Case()]))
    assert finished.cases[0].exit_code == 127


def test_arguments_environment_and_files_reach_the_program(box: Workbench) -> None:
    source = (
        "import os, sys\nprint(sys.argv[1:], os.environ['COLOR'], open('deep/input.txt').read(), os.getcwd())"
    )
    job = Job(
        files={"main.py": source.encode()},
        run=Command(argv=(*WARM_PYTHON.argv, "fixed"), env={"COLOR": "blue"}, warm="python"),
        cases=[Case(args=("more",), files={"deep/input.txt": b"text"})],
    )
    assert box.run(job).cases[0].stdout == b"['fixed', 'more'] blue text /work\n"


@pytest.mark.parametrize(
    "reading",
    [
        "sys.stdin.read()",
        "open(0).read()",
        "open('/dev/stdin').read()",
        "os.read(0, 100).decode()",
        "(sys.stdin.buffer.readline() + sys.stdin.buffer.readline()).decode()",
        "input() + chr(10) + input() + chr(10)",
        "(sys.stdin.seek(0), sys.stdin.read())[1]",
    ],
)
def test_stdin_is_a_real_file(box: Workbench, reading: str) -> None:
    (result,) = box.python(f"import os, sys\nprint(repr({reading}))", Case(stdin=b"one\ntwo\n"))
    assert result.stdout == b"'one\\ntwo\\n'\n", result.stderr


def test_large_input_and_output_pass_whole(box: Workbench) -> None:
    text = b"0123456789abcdef" * 300_000
    (result,) = box.python("import sys\nsys.stdout.buffer.write(sys.stdin.buffer.read())", Case(stdin=text))
    assert result.stdout == text


def test_bytes_pass_unchanged(box: Workbench) -> None:
    every = bytes(range(256))
    (result,) = box.python(
        "import sys\nsys.stdout.write(sys.stdin.read())", Case(stdin=every.replace(b"\r", b""))
    )
    assert result.stdout == every.replace(b"\r", b"")


def test_stderr_is_truncated_to_64_kib(box: Workbench) -> None:
    (result,) = box.python("import sys\nsys.stderr.write('x' * 100_000)")
    assert (result.status, len(result.stderr)) == (RunStatus.EXITED, 64 * 1024)


def test_folders_are_fresh_for_each_case(box: Workbench) -> None:
    source = """
import os
for folder in ("/work", "/tmp", "/dev/shm"):
    print(sorted(os.listdir(folder)))
    os.mkdir(folder + "/left")
    open(folder + "/left/behind", "w").write("x")
os.chmod("/work", 0)
"""
    first, second = box.python(source, Case(), Case())
    assert first.stdout == second.stdout == b"[]\n[]\n[]\n"


def test_submission_is_read_only_for_cases(box: Workbench) -> None:
    source = """
for name in ("main.py", "new"):
    try:
        open("/submission/" + name, "w")
    except OSError as error:
        print(error.strerror)
"""
    (result,) = box.python(source)
    assert result.stdout.decode() == f"{REFUSALS.get(box.backend, 'Read-only file system')}\n" * 2


def test_relative_files_of_the_job_can_be_imported(box: Workbench) -> None:
    job = Job(
        files={"main.py": b"import package.part\nprint(package.part.VALUE)", "package/part.py": b"VALUE = 5"},
        run=WARM_PYTHON,
        cases=[Case()],
    )
    assert box.run(job).cases[0].stdout == b"5\n"


@pytest.mark.parametrize(
    "path", ["../out", "/etc/x", "a/../b", "", "a//b", ".", "new\nline", "nul\0", "x" * 300]
)
def test_odd_paths_are_refused(box: Workbench, path: str) -> None:
    for job in (
        Job(files={path: b""}, run=WARM_PYTHON),
        Job(files={}, run=WARM_PYTHON, cases=[Case(files={path: b""})]),
        Job(files={}, run=WARM_PYTHON, fetch=(path,)),
    ):
        with pytest.raises(ValueError, match="path"):
            box.run(job)


@pytest.mark.parametrize("path", sorted(WARM_CASES.glob("*.py")), ids=lambda path: path.stem)
def test_warm_python_behaves_as_cold_python(box: Workbench, path: Path) -> None:
    warm, cold = (
        box.run(Job(files={"main.py": path.read_bytes()}, run=command, cases=[Case()])).cases[0]
        for command in (WARM_PYTHON, COLD_PYTHON)
    )
    assert (warm.status, warm.exit_code, warm.stdout) == (cold.status, cold.exit_code, cold.stdout)
    assert warm.stderr == cold.stderr


def test_warm_random_numbers_differ_between_cases(box: Workbench) -> None:
    first, second = box.python("import random\nprint(random.random())", Case(), Case())
    assert first.stdout != second.stdout


def test_deep_recursion_of_native_code_is_judged_fairly(box: Workbench) -> None:
    source = """
#include <cstdio>
int depth(int n) {
    volatile char pad[64];
    pad[0] = n;
    return n == 0 ? pad[0] : depth(n - 1) + 1 + pad[0] - (char)n;
}
int main() { printf("%d\\n", depth(1000000)); }
"""
    (result,) = box.native("cpp", source).cases
    assert result.stdout == b"1000000\n"


def test_files_are_fetched_by_name(box: Workbench) -> None:
    source = """
import os
os.mkdir("sub")
open("sub/out.txt", "w").write("fetched")
os.symlink("/etc/passwd", "link")
os.symlink("/etc", "folder")
os.mkfifo("pipe")
open("huge", "w").truncate(10**8)
open("hidden", "w").write("readable by us alone")
os.chmod("hidden", 0)
"""
    names = ("sub/out.txt", "link", "folder/passwd", "pipe", "huge", "absent", "sub", "hidden")
    limits = Limits(output_bytes=1024 * 1024)
    (result,) = box.python(source, fetch=names, limits=limits)
    assert result.files == {"sub/out.txt": b"fetched", "hidden": b"readable by us alone"}
