"""Open files by their numbers: read, written, closed and renumbered."""

from __future__ import annotations

import os


def close_all(descriptors: list[int]) -> None:
    """Close descriptors and forget them."""
    while descriptors:
        os.close(descriptors.pop())


def read_all(descriptor: int, size: int) -> bytes:
    """At most `size` bytes from the beginning of a file, which is closed."""
    data = b""
    try:
        while len(data) < size and (more := os.pread(descriptor, size - len(data), len(data))):
            data += more
        return data
    finally:
        os.close(descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    """Write to the beginning of a file and leave its position there."""
    view = memoryview(data)
    position = 0
    while position < len(data):
        position += os.pwrite(descriptor, view[position:], position)


def take_descriptors(descriptors: list[int]) -> None:
    """Give these the numbers 0, 1, 2 … and close all others."""
    # Out of the way first, so that no dup2 below overwrites one that is still to be moved.
    moved = [os.dup2(descriptor, 64 + index) for index, descriptor in enumerate(descriptors)]
    for index, descriptor in enumerate(moved):
        os.dup2(descriptor, index, inheritable=True)
    os.closerange(len(descriptors), 1 << 20)


def write_file(path: str, text: bytes) -> None:
    """Write to a file that exists."""
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, text)
    finally:
        os.close(descriptor)
