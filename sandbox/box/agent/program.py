from __future__ import annotations

import os
import select
import socket

from sandbox.box.agent.ending import Ending
from sandbox.box.agent.files import CandidateFiles
from sandbox.box.agent.frames import SocketClosed
from sandbox.box.agent.pipes import Answers, Requests, Sink

STDERR_BYTES = 64 * 1024
"""How much of stderr, and of a compiler's output, is kept."""


class Program:
    """A candidate with its pipes: forked and waiting for its case, then running."""

    def __init__(self, pid: int, files: CandidateFiles, output_bytes: int) -> None:
        self.pid = pid
        self.ending = Ending(pid)
        self.files = files
        self.stdout = stdout = Sink(files.stdout, output_bytes, output_bytes)
        self.stderr = stderr = Sink(files.stderr, STDERR_BYTES, output_bytes)
        self.requests = self.answers = answers = None
        if files.channel is not None:
            self.requests = Requests(files.channel[0])
            self.answers = answers = Answers(files.channel[1], output_bytes)
        self.sinks = {sink.descriptor: sink for sink in (stdout, stderr, answers) if sink is not None}
        self.ended = False

    @property
    def answered(self) -> bool:
        """Whether a whole answer is there."""
        return self.answers is not None and self.answers.complete()

    def exchange(self, sock: socket.SocketType, timeout_ms: float) -> bool:
        """Wait for something to happen and move what can be moved. Returns whether the caps hold.

        Raises:
            SocketClosed: the service let go.
        """
        poll = select.poll()
        poll.register(self.ending.descriptor, select.POLLIN)
        poll.register(sock, select.POLLRDHUP)
        for sink in self.sinks.values():
            if sink.open:
                poll.register(sink.descriptor, select.POLLIN)
        if self.requests is not None and self.requests.pending:
            poll.register(self.requests.descriptor, select.POLLOUT)
        ready = {descriptor for descriptor, _ in poll.poll(0 if self.ending.is_past(False) else timeout_ms)}
        if sock.fileno() in ready:
            raise SocketClosed
        self.ended = self.ending.is_past(self.ending.descriptor in ready)
        if self.requests is not None and self.requests.pending:
            self.requests.flush()
        within = [self.sinks[descriptor].drain() for descriptor in ready & self.sinks.keys()]
        return all(within)

    def drain(self) -> bool:
        """Take what is left in all pipes. Returns whether the caps hold."""
        within = [sink.drain() for sink in self.sinks.values()]
        return all(within)

    def close(self) -> None:
        """Close all descriptors."""
        for descriptor in (self.ending.descriptor, *self.sinks):
            os.close(descriptor)
        if self.requests is not None:
            self.requests.close()
        self.files.close()
