"""What happens to programs that want too much."""

import pytest

from sandbox.base import Case, Limits, RunStatus
from tests.sandbox.conftest import Workbench

pytestmark = pytest.mark.boxes

MIB = 1024 * 1024


def test_busy_program_breaks_the_cpu_limit(box: Workbench) -> None:
    (result,) = box.python("while True: pass", limits=Limits(cpu_ms=300))
    assert result.status is RunStatus.CPU_LIMIT
    assert result.usage.cpu_ms >= 300


def test_cpu_time_of_all_processes_counts(box: Workbench) -> None:
    source = """
import os
for _ in range(4):
    if os.fork() == 0:
        while True: pass
os.wait()
"""
    (result,) = box.python(source, limits=Limits(cpu_ms=400))
    assert result.status is RunStatus.CPU_LIMIT


def test_sleeping_program_breaks_the_wall_limit(box: Workbench) -> None:
    (result,) = box.python("import time; time.sleep(60)", limits=Limits(wall_ms=300))
    assert result.status is RunStatus.WALL_LIMIT
    assert result.usage.cpu_ms < 200


def test_program_that_hangs_in_the_kernel_breaks_the_wall_limit(box: Workbench) -> None:
    source = """
#define _GNU_SOURCE
#include <unistd.h>
int main(void) { if (vfork() == 0) for (;;) sleep(60); }
"""
    (result,) = box.native("c", source, limits=Limits(wall_ms=300)).cases
    assert result.status is RunStatus.WALL_LIMIT


def test_program_whose_children_sleep_breaks_the_wall_limit(box: Workbench) -> None:
    source = """
import os, time
for _ in range(1000):
    if os.fork() == 0:
        time.sleep(0.1)
        os._exit(0)
    os.wait()
"""
    (result,) = box.python(source, limits=Limits(wall_ms=500))
    assert result.status is RunStatus.WALL_LIMIT


def test_memory_limit_is_told(box: Workbench) -> None:
    (result,) = box.python(
        "x = []\nwhile True: x.append(bytearray(1 << 20))", limits=Limits(memory_bytes=64 * MIB)
    )
    assert result.status is RunStatus.MEMORY_LIMIT


def test_native_memory_limit_is_told(box: Workbench) -> None:
    source = """
#include <stdlib.h>
#include <string.h>
int main(void) { for (;;) memset(malloc(1 << 20), 1, 1 << 20); }
"""
    (result,) = box.native("c", source, limits=Limits(memory_bytes=64 * MIB)).cases
    assert result.status is RunStatus.MEMORY_LIMIT


def test_memory_of_many_processes_counts_together(box: Workbench) -> None:
    source = """
import os, time
for _ in range(8):
    if os.fork() == 0:
        x = bytearray(30 << 20)
        time.sleep(20)
        os._exit(0)
time.sleep(20)
"""
    (result,) = box.python(source, limits=Limits(memory_bytes=100 * MIB))
    assert result.status is RunStatus.MEMORY_LIMIT


def test_memory_within_the_limit_is_allowed(box: Workbench) -> None:
    (result,) = box.python("x = bytearray(200 << 20)\nprint(len(x))", limits=Limits(memory_bytes=256 * MIB))
    assert (result.status, result.stdout) == (RunStatus.EXITED, b"209715200\n")
    assert 200 * MIB <= result.usage.memory_bytes <= 280 * MIB


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_flood_breaks_the_output_limit(box: Workbench, stream: str) -> None:
    source = f"import sys\nwhile True: sys.{stream}.write('x' * 65536)"
    (result,) = box.python(source, limits=Limits(output_bytes=MIB))
    assert result.status is RunStatus.OUTPUT_LIMIT
    assert len(result.stdout) <= MIB
    assert len(result.stderr) <= 64 * 1024


def test_output_at_the_limit_is_allowed(box: Workbench) -> None:
    (result,) = box.python(f"print('x' * {MIB - 1})", limits=Limits(output_bytes=MIB))
    assert (result.status, len(result.stdout)) == (RunStatus.EXITED, MIB)


def test_full_disk_is_an_error_of_the_program(box: Workbench) -> None:
    source = """
for folder in ("/work", "/tmp", "/dev/shm"):
    try:
        for number in range(8):
            with open(f"{folder}/{number}", "wb") as file: file.write(bytes(1 << 20))
    except OSError as error:
        print(error.strerror)
"""
    (result,) = box.python(source, limits=Limits(disk_bytes=4 * MIB))
    assert result.stdout == b"No space left on device\n" * 3


def test_processes_are_limited(box: Workbench) -> None:
    source = """
import os, time
started = 0
try:
    for _ in range(100):
        if os.fork() == 0:
            time.sleep(30)
        started += 1
except OSError as error:
    print(started, error.strerror, flush=True)
os._exit(0)
"""
    (result,) = box.python(source, limits=Limits(processes=10))
    assert result.stdout == b"9 Resource temporarily unavailable\n"


def test_limits_hold_for_each_case_anew(box: Workbench) -> None:
    source = "import time\nwhile time.process_time() < 0.3: pass"
    results = box.python(source, *[Case()] * 4, limits=Limits(cpu_ms=700))
    assert [result.status for result in results] == [RunStatus.EXITED] * 4


def test_case_after_a_broken_limit_is_judged_as_before(box: Workbench) -> None:
    source = """
what = input()
while what == "loop": pass
while what == "memory": globals().setdefault("x", []).append(bytearray(1 << 20))
while what == "output": print("x" * 65536)
print("fine")
"""
    inputs = [b"fine", b"loop", b"fine", b"memory", b"fine", b"output", b"fine"]
    limits = Limits(cpu_ms=500, memory_bytes=64 * MIB, output_bytes=MIB)
    results = box.python(source, *[Case(stdin=text) for text in inputs], limits=limits)
    assert [result.status for result in results] == [
        RunStatus.EXITED, RunStatus.CPU_LIMIT, RunStatus.EXITED, RunStatus.MEMORY_LIMIT, RunStatus.EXITED,
        RunStatus.OUTPUT_LIMIT, RunStatus.EXITED,
    ]  # fmt: skip


def test_survivor_holding_the_pipes_delays_nothing_and_dies(box: Workbench) -> None:
    source = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(30)
    os._exit(0)
print(len([name for name in os.listdir("/proc") if name.isdigit()]) < 6)
"""
    first, second = box.python(source, Case(), Case(), limits=Limits(wall_ms=20_000))
    assert first.stdout == second.stdout == b"True\n"
    assert first.usage.wall_ms < 10_000


def test_memory_is_reported_for_each_case_anew(box: Workbench) -> None:
    source = f"used = bytearray(int(input()) * {MIB})\nprint(len(used))"
    big, small = box.python(source, Case(stdin=b"100"), Case(stdin=b"1"))
    assert big.usage.memory_bytes >= 100 * MIB
    assert small.usage.memory_bytes < 60 * MIB


def test_memory_that_processes_share_counts_once(box: Workbench) -> None:
    source = """
import mmap, os, time
nameless = mmap.mmap(-1, 60 << 20)
file = os.open("/dev/shm/file", os.O_RDWR | os.O_CREAT)
os.truncate(file, 60 << 20)
named = mmap.mmap(file, 60 << 20)
for place in (nameless, named):
    for offset in range(0, 60 << 20, 4096):
        place[offset] = 1
for _ in range(4):
    if os.fork() == 0:
        print(sum(sum(place[::4096]) for place in (nameless, named)), flush=True)
        time.sleep(0.3)
        os._exit(0)
for _ in range(4):
    os.wait()
"""
    (result,) = box.python(source, limits=Limits(memory_bytes=192 * MIB))
    assert (result.status, result.stdout.split()) == (RunStatus.EXITED, [b"30720"] * 4), result
