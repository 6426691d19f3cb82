"""A forked child on its way to becoming a program, in the order of what it does."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
from typing import NoReturn

from sandbox.box.agent.descriptors import take_descriptors
from sandbox.box.agent.files import BEGUN
from sandbox.box.agent.frames import Header
from sandbox.box.agent.kernel import (
    PR_SET_DUMPABLE,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_SECCOMP,
    SECCOMP_MODE_FILTER,
    SeccompProgram,
    drop_capabilities,
    prctl,
)
from sandbox.box.agent.signals import BY_DEFAULT, PLAIN_SIGNALS, set_handler, set_signal_mask
from sandbox.box.agent.surroundings import ENVIRONMENT
from sandbox.box.agent.understudy import stand_by


def become_candidate(descriptors: list[int], rlimits: list[tuple[int, int]], seccomp: SeccompProgram) -> None:
    """Give up all power for good. The order matters: the filter comes last.

    Args:
        descriptors: Ours, in the order in which they become 0, 1, 2 …; all others are closed.
    """
    os.setpgid(0, 0)  # not a session of its own: the kernel makes a scheduling group for each, which is slow
    set_signal_mask(PLAIN_SIGNALS.SIG_SETMASK, ())  # the agent may keep signals back, see `Ending`
    take_descriptors(descriptors)
    for what, value in rlimits:
        resource.setrlimit(what, (value, value))
    drop_capabilities()
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(seccomp))


class Launch(BaseException):
    """Carries a warm candidate up the stack, so that the script runs above none of the agent's frames.

    Args:
        first: Number of its first descriptor that is not for the script.
        agent: The agent's socket, if this is the understudy and its descriptors are still to come.
    """

    def __init__(
        self, argv: list[str], environment: dict[str, str], first: int, agent: socket.socket | None
    ) -> None:
        super().__init__()
        self.argv = argv
        self.environment = environment
        self.first = first
        self.agent = agent


def launch(command: Header, folder: str, first: int, agent: socket.socket | None) -> NoReturn:
    """Go on as a candidate that has given up its power.

    Raises:
        Launch: if it is to run in the warm interpreter.
    """
    argv = command["argv"]
    if command["warm"] == "python" and len(argv) > 1:
        raise Launch(argv, command["env"], first, agent)
    if agent is not None:
        stand_by(agent, first)
    os.close(first + 2)
    execute([*argv, *await_case(first, folder)], {**ENVIRONMENT, **command["env"]})


def await_case(first: int, folder: str) -> list[str]:
    """Wait until the case begins, which is when the pipe numbered `first` ends, and note that it has begun.

    Returns:
        The arguments of the case, which the agent left in the next descriptor.
    """
    os.read(first, 1)
    arguments = os.pread(first + 1, os.lseek(first + 1, 0, os.SEEK_END), 1)
    os.pwrite(first + 1, BEGUN, 0)
    os.close(first)
    os.close(first + 1)
    os.chdir(folder)
    prctl(PR_SET_DUMPABLE, 1)
    return [os.fsdecode(word) for word in arguments.split(b"\0")[:-1]]


def execute(argv: list[str], environment: dict[str, str]) -> NoReturn:
    """Replace this process by a program. Its absence is reported as shells do, with status 127."""
    set_handler(signal.SIGPIPE, BY_DEFAULT)
    set_handler(signal.SIGXFSZ, BY_DEFAULT)
    set_handler(signal.SIGINT, BY_DEFAULT)
    try:
        os.execvpe(argv[0], argv, environment)
    except OSError as error:
        os.write(2, f"{argv[0]}: {error.strerror}\n".encode())
        os._exit(127 if isinstance(error, FileNotFoundError) else 126)
