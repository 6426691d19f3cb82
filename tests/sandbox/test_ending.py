"""How the agent hears of a child's end, by a pidfd or, as under gVisor, without one."""

import errno
import os
import select
import signal
from collections.abc import Iterator

import pytest

from sandbox.box.agent.ending import Ending


@pytest.fixture(params=["pidfd", "signals"])
def kernel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A kernel that has pidfds, and one that has not."""

    def refuse(pid: int, flags: int = 0) -> int:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    if request.param == "signals":
        monkeypatch.setattr(os, "pidfd_open", refuse)
    yield
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)


class Child:
    """A process that ends when it is told to."""

    def __init__(self) -> None:
        reading, self.writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.writing)
            os.read(reading, 1)
            os._exit(0)
        os.close(reading)
        self.ending = Ending(self.pid)

    def end(self) -> None:
        os.close(self.writing)

    def wait(self, timeout_s: float) -> bool:
        """What the agent does: ask, wait for the descriptor, ask again."""
        descriptor = self.ending.descriptor
        ready, _, _ = select.select([descriptor], [], [], 0 if self.ending.is_past(False) else timeout_s)
        return self.ending.is_past(descriptor in ready)

    def reap(self) -> None:
        os.waitpid(self.pid, 0)
        os.close(self.ending.descriptor)


def test_end_is_told_and_not_before(kernel: None) -> None:
    child = Child()
    assert not child.wait(0)
    child.end()
    assert child.wait(30)
    assert child.wait(0), "as often as it is asked"
    child.reap()


def test_end_of_another_child_is_not_ones_own_nor_lost(kernel: None) -> None:
    first, second = Child(), Child()
    second.end()
    while not second.wait(30):
        pass
    assert not first.wait(0)
    assert second.wait(0), "though the first has taken the signal"
    first.end()
    assert first.wait(30)
    first.reap()
    second.reap()


def test_signal_of_a_stranger_means_nothing(kernel: None) -> None:
    child = Child()
    os.kill(os.getpid(), signal.SIGCHLD)
    assert not child.wait(0)
    child.end()
    while not child.wait(30):
        pass
    child.reap()
