"""The process that becomes the next candidate: what the agent knows of it, and what it does itself."""

from __future__ import annotations

import os
import signal
import socket

from sandbox.box.agent.descriptors import close_all, take_descriptors
from sandbox.box.agent.files import OURS
from sandbox.box.agent.kernel import CLONE_PARENT, clone

SETTLING_S = 0.25
"""How long the agent waits for a word of the understudy before it begins anew."""


LEAVE_A_COPY, LEAVE_NONE = b"\1", b"\0"
NO_COPY = b"-1"


class Understudy:
    """The agent's side of the process that becomes the next candidate, and of its copies after it.

    Args:
        pid: Of the first.
        sock: Where they take orders.
    """

    def __init__(self, pid: int, sock: socket.socket) -> None:
        self.sock = sock
        self.sock.settimeout(SETTLING_S)
        self.waiting = [pid]
        self.promised = 0

    def give(self, descriptors: list[int], message: bytes) -> None:
        """Make it a candidate with these descriptors.

        Raises:
            OSError: it is dead.
        """
        socket.send_fds(self.sock, [message], descriptors)
        self.promised += message == LEAVE_A_COPY

    def settle(self) -> int:
        """Hear who the copies are that were asked for. Returns how many processes wait, candidates included.

        Raises:
            OSError: there is no word of them.
        """
        if self.promised:
            for pid in self.waiting:
                os.kill(pid, signal.SIGCONT)  # the running program may have stopped it
        while self.promised:
            pid = int(self.sock.recv(16) or b"0")
            if not pid:
                raise ConnectionResetError
            self.promised -= 1
            if pid > 0:
                self.waiting.append(pid)
        return len(self.waiting)

    def first(self) -> int:
        """Process id of the first that was given descriptors and has not been asked for.

        Raises:
            OSError: there is no word of it.
        """
        if not self.waiting and not self.settle():
            raise ConnectionResetError
        return self.waiting.pop(0)


def stand_by(agent: socket.socket, first: int) -> None:
    """Wait as the understudy for the descriptors of a candidate, leave a copy if asked, and take them."""
    while True:
        message, descriptors, _, _ = socket.recv_fds(agent, 1, first + OURS)
        if not message:
            os._exit(0)
        if message == LEAVE_NONE:
            break
        try:
            pid = clone(CLONE_PARENT)
        except OSError:
            agent.send(NO_COPY)  # the running program has used up all processes
            break
        if pid:
            break
        os.setpgid(0, 0)
        close_all(descriptors)
        # Said by the copy itself, before it takes an order: so the words come in the order of the cases.
        agent.send(b"%d" % os.getpid())
    agent.detach()
    take_descriptors(descriptors)
