"""What counts as a program's own time, whatever else the machine does."""

import itertools
import time

import pytest

from sandbox.box.agent import clock as clocks
from sandbox.box.agent.clock import MS, Clock

FAR_MS = 60_000


class Machine:
    """A clock on the wall and a `/proc` that only move when told to."""

    def __init__(self) -> None:
        self.now_ms = 0.0
        self.cpu_ms = 0.0
        self.threads: dict[str, tuple[str, float]] = {}
        """State, and the time stood in line in ms."""

    def read(self, path: str) -> bytes:
        thread, _, name = path.rpartition("/")
        state, waited_ms = self.threads[thread]
        return f"7 (a b) {state} 1".encode() if name == "stat" else f"0 {int(waited_ms * MS)} 0".encode()

    def pass_time(
        self, clock: Clock, since_ms: float, *, cpu_ms: float = 0, limit_ms: float = FAR_MS
    ) -> float:
        self.now_ms += since_ms
        self.cpu_ms += cpu_ms
        return clock.look(int(self.cpu_ms * MS), int(limit_ms * MS)) / MS


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()
    monkeypatch.setattr(clocks, "threads", lambda: iter(machine.threads))
    monkeypatch.setattr(clocks, "read_text", machine.read)
    monkeypatch.setattr(time, "monotonic_ns", lambda: int(machine.now_ms * MS))
    return machine


def test_all_the_time_of_a_sleeper_counts(machine: Machine) -> None:
    clock = Clock()
    machine.threads = {"main": ("S", 0)}
    assert [machine.pass_time(clock, 200) for _ in range(3)] == [200, 400, 600]


@pytest.mark.parametrize("state", ["S", "T", "Z"])
def test_whoever_stands_still_is_a_sleeper(machine: Machine, state: str) -> None:
    clock = Clock()
    machine.threads = {"main": (state, 0)}
    assert machine.pass_time(clock, 200) == 200


def test_only_what_was_computed_counts_of_a_program_that_would_run(machine: Machine) -> None:
    clock = Clock()
    machine.threads = {"main": ("R", 0), "other": ("S", 0)}
    assert [machine.pass_time(clock, 200, cpu_ms=10) for _ in range(3)] == [10, 20, 30]


def test_no_more_than_the_time_counts_where_several_processors_compute(machine: Machine) -> None:
    clock = Clock()
    machine.threads = {"main": ("R", 0), "other": ("R", 0)}
    assert machine.pass_time(clock, 200, cpu_ms=400) == 200


def test_time_in_line_does_not_count_for_a_sleeper_that_woke_late(machine: Machine) -> None:
    clock = Clock()
    for turn in itertools.count(1):
        machine.threads = {"main": ("S", 150 * turn)}
        passed = machine.pass_time(clock, 200, cpu_ms=1)
        if turn == 10:
            break
    assert passed == 10 * 50


def test_threads_that_wait_for_each_other_hold_the_clock_no_longer_than_one(machine: Machine) -> None:
    clock = Clock()
    machine.threads = {str(number): ("S", 20) for number in range(64)}
    assert machine.pass_time(clock, 200, cpu_ms=2) == 180


def test_a_part_of_waiting_for_the_kernel_counts(machine: Machine) -> None:
    clock = Clock()
    machine.threads = {"main": ("D", 0), "other": ("S", 0)}
    assert machine.pass_time(clock, 200) == 200 / clocks.KERNEL_STRETCH


def test_nobody_is_looked_at_more_often_than_it_matters(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = 0
    clock = Clock()
    machine.threads = {"main": ("S", 0)}
    survey = clock.survey

    def counted() -> tuple[set[bytes], int]:
        nonlocal looks
        looks += 1
        return survey()

    monkeypatch.setattr(clock, "survey", counted)
    for _ in range(100):
        machine.pass_time(clock, 1, limit_ms=1_000)
    assert looks == 100 // clocks.LOOK_INTERVAL_MS
    # Near the limit each moment matters.
    assert machine.pass_time(clock, 1, limit_ms=100) == 101
