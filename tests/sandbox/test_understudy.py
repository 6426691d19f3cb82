"""What the agent makes of the words, and of the silence, of the process that waits for the next case."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator

import pytest

from sandbox.box.agent.understudy import LEAVE_A_COPY, LEAVE_NONE, NO_COPY, Understudy


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The agent's end of its socket and the understudy's."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        yield ours, theirs


@pytest.fixture
def sleeper() -> Iterator[int]:
    """A process that waits."""
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process.pid
        process.kill()


def test_those_who_wait_are_named_in_the_order_of_their_cases(
    ends: tuple[socket.socket, socket.socket], sleeper: int
) -> None:
    understudy = Understudy(sleeper, ends[0])
    for copy in (b"101", b"102"):
        understudy.give([0], LEAVE_A_COPY)
        ends[1].send(copy)
    assert understudy.settle() == 3
    assert [understudy.first() for _ in range(3)] == [sleeper, 101, 102]


def test_the_last_case_leaves_nobody_to_hear_of(
    ends: tuple[socket.socket, socket.socket], sleeper: int
) -> None:
    understudy = Understudy(sleeper, ends[0])
    understudy.give([0], LEAVE_NONE)
    assert understudy.settle() == 1


def test_a_copy_that_could_not_be_made_is_not_waited_for(
    ends: tuple[socket.socket, socket.socket], sleeper: int
) -> None:
    understudy = Understudy(sleeper, ends[0])
    understudy.give([0], LEAVE_A_COPY)
    ends[1].send(NO_COPY)
    assert understudy.settle() == 1
    assert understudy.first() == sleeper
    with pytest.raises(ConnectionResetError):
        understudy.first()


def test_a_dead_understudy_is_an_error(ends: tuple[socket.socket, socket.socket], sleeper: int) -> None:
    understudy = Understudy(sleeper, ends[0])
    understudy.give([0], LEAVE_A_COPY)
    ends[1].close()
    with pytest.raises(ConnectionResetError):
        understudy.settle()
    with pytest.raises(BrokenPipeError):
        understudy.give([0], LEAVE_A_COPY)


def test_a_silent_understudy_is_an_error_and_was_woken(
    ends: tuple[socket.socket, socket.socket], sleeper: int
) -> None:
    os.kill(sleeper, signal.SIGSTOP)
    os.waitpid(sleeper, os.WUNTRACED)
    understudy = Understudy(sleeper, ends[0])
    understudy.give([0], LEAVE_A_COPY)
    with pytest.raises(TimeoutError):
        understudy.settle()
    _, status = os.waitpid(sleeper, os.WCONTINUED)
    assert os.WIFCONTINUED(status)
