"""The open files that a candidate is given."""

from __future__ import annotations

import os
from collections.abc import Iterable

from sandbox.box.agent.descriptors import close_all, write_all

OURS = 3
"""Descriptors of a candidate that are not for its program: the pipe that ends, arguments, shared code."""
NOT_BEGUN, BEGUN = b"\0", b"\1"


class CandidateFiles:
    """The files of one candidate: the agent's ends, and the candidate's in the order of their numbers.

    The file of arguments starts with a byte that tells whether the candidate has begun with its case.
    """

    def __init__(self, channel: bool, shared: int) -> None:
        self.stdin = os.memfd_create("stdin")
        self.arguments = os.memfd_create("arguments")
        self.stdout, stdout = os.pipe()
        self.stderr, stderr = os.pipe()
        starting, self.start = os.pipe()
        self.channel: tuple[int, int] | None = None
        self.theirs = [self.stdin, stdout, stderr]
        if channel:
            request, request_write = os.pipe()
            answer_read, answer = os.pipe()
            self.channel = request_write, answer_read
            self.theirs += [request, answer]
        self.first_of_ours = len(self.theirs)
        self.theirs += [starting, self.arguments, shared]
        self.only_theirs = [stdout, stderr, starting, *self.theirs[3 : self.first_of_ours]]
        self.until_begun = [self.stdin, self.start]

    def close_theirs(self) -> None:
        """Close what only the candidate needs."""
        close_all(self.only_theirs)

    def begin(self, stdin: bytes, arguments: Iterable[str]) -> None:
        """Put the case into its files and let the candidate go."""
        write_all(self.stdin, stdin)
        write_all(self.arguments, NOT_BEGUN + b"".join(os.fsencode(word) + b"\0" for word in arguments))
        close_all(self.until_begun)

    def has_begun(self) -> bool:
        """Whether the candidate took up its case."""
        return os.pread(self.arguments, 1, 0) == BEGUN

    def discard(self) -> None:
        """Close all of it, before there is a program."""
        close_all([self.stdout, self.stderr, *(self.channel or ())])
        self.close()

    def close(self) -> None:
        """Close what is open besides the pipes that a program drains or fills."""
        close_all(self.only_theirs)
        close_all(self.until_begun)
        os.close(self.arguments)
