"""A program's pipes, seen from the agent: drained and filled as far as they go, never waited for."""

from __future__ import annotations

import os
import struct

READ_BYTES = 64 * 1024
"""A pipe holds no more, and larger buffers would be mapped anew each time."""


class Source:
    """The end of a pipe that the program writes to."""

    def __init__(self, descriptor: int) -> None:
        os.set_blocking(descriptor, False)
        self.descriptor = descriptor
        self.open = True

    def read(self) -> bytes:
        """Some of what is there: empty if nothing is, and at the end, where `open` becomes false."""
        try:
            data = os.read(self.descriptor, READ_BYTES)
        except BlockingIOError:
            return b""
        self.open = bool(data)
        return data


class Sink(Source):
    """A pipe being drained: keeps the first `keep` bytes, complains beyond `most`."""

    def __init__(self, descriptor: int, keep: int, most: int) -> None:
        super().__init__(descriptor)
        self.keep = keep
        self.most = most
        self.total = 0
        self.chunks: list[bytes] = []

    def drain(self) -> bool:
        """Take what is there. Returns whether the cap still holds."""
        while self.open and self.total <= self.most and (data := self.read()):
            room = self.keep - self.total
            if room > 0:
                self.chunks.append(data[:room])
            self.total += len(data)
        return self.total <= self.most

    def take(self) -> bytes:
        """What was kept so far, once."""
        data = b"".join(self.chunks)
        self.chunks = []
        self.total = 0
        return data


class Answers(Source):
    """The channel's way back: frames, each at most `most` bytes."""

    def __init__(self, descriptor: int, most: int) -> None:
        super().__init__(descriptor)
        self.most = most
        self.buffer = bytearray()

    def drain(self) -> bool:
        """Take what is there. Returns whether the cap still holds."""
        while self.open and len(self.buffer) <= self.most + 4 and (data := self.read()):
            self.buffer += data
        return self.expected() <= self.most and len(self.buffer) <= self.most + 4

    def expected(self) -> int:
        """Length of the frame that is coming in."""
        return int.from_bytes(self.buffer[:4], "big") if len(self.buffer) >= 4 else 0

    def complete(self) -> bool:
        """Whether a whole frame is there."""
        return len(self.buffer) >= 4 and len(self.buffer) - 4 >= self.expected()

    def take(self) -> bytes | None:
        """The frame, if whole; what is behind it is dropped."""
        answer = bytes(self.buffer[4 : 4 + self.expected()]) if self.complete() else None
        self.buffer.clear()
        return answer


class Requests:
    """The channel's way in: written as fast as the program reads."""

    def __init__(self, descriptor: int) -> None:
        os.set_blocking(descriptor, False)
        self.descriptor = descriptor
        self.pending = memoryview(b"")
        self.closing = False
        self.open = True

    def put(self, request: bytes | None, last: bool) -> None:
        """Queue a frame; `last` closes the pipe behind it."""
        frame = b"" if request is None else struct.pack(">I", len(request)) + request
        self.pending = memoryview(frame)
        self.closing = last
        self.flush()

    def flush(self) -> None:
        """Write what the pipe takes."""
        try:
            while self.open and self.pending:
                written = os.write(self.descriptor, self.pending[:READ_BYTES])
                self.pending = self.pending[written:]
        except BlockingIOError:
            return
        except OSError:
            self.pending = memoryview(b"")
        if self.closing:
            self.close()

    def close(self) -> None:
        """End of the requests."""
        if self.open:
            self.open = False
            os.close(self.descriptor)
