"""Memory of a box where no cgroup counts it, from `/proc`."""

from __future__ import annotations

import os
import resource

from sandbox.box.agent.processes import processes, read_text
from sandbox.box.agent.surroundings import WRITABLE

NAMELESS = (b"/dev/zero (deleted)", b"/memfd:")
"""What mappings of shared memory are called that belong to no folder."""
MAP_BYTES = 4 * 1024 * 1024
"""Most that is read of tables of mappings at one look; whoever has more of them has something in mind."""
KIB = 1024


def used_bytes(limit_bytes: int) -> int:
    """Pages of all processes in the box, tables of pages among them, and what lies in its folders.

    Libraries and programs, which all share, are left out. Shared memory is exact only where the answer
    depends on it: to tell it from mapped files of the box's folders takes long.

    Args:
        limit_bytes: What the answer is held against.
    """
    pids = processes()
    private = shared = 0
    for pid in pids:
        words = read_text(f"/proc/{pid}/statm").split()
        if len(words) > 2:
            private += (int(words[1]) - int(words[2])) * resource.getpagesize()
        status = read_text(f"/proc/{pid}/status")
        private += amount(status, b"VmPTE:")
        shared += amount(status, b"RssShmem:")
    for_all = private + folder_bytes()
    if for_all <= limit_bytes < for_all + shared:
        shared = nameless_bytes(pids, shared)
    return for_all + shared


def amount(status: bytes, name: bytes) -> int:
    """An amount of memory in the text of `/proc/PID/status`; 0 where it is not told."""
    _, _, after = status.partition(b"\n" + name)
    return int(after.split(maxsplit=1)[0]) * KIB if after else 0


def folder_bytes() -> int:
    """What lies in the writable folders."""
    total = 0
    for folder in WRITABLE:
        usage = os.statvfs(folder)
        total += (usage.f_blocks - usage.f_bfree) * usage.f_frsize
    return total


def nameless_bytes(pids: list[int], at_most: int) -> int:
    """Shared memory that is in no folder, each page once however many have it mapped.

    Args:
        pids: Whose.
        at_most: What to take it for where the tables of mappings are too long or cannot be read.
    """
    total = 0
    room = MAP_BYTES
    for pid in pids:
        try:
            with open(f"/proc/{pid}/smaps", "rb") as file:
                table = file.read(room)
        except PermissionError:
            return at_most
        except OSError:  # it has ended
            continue
        room -= len(table)
        if not room:
            return at_most
        nameless = False
        for line in table.splitlines():
            words = line.split(maxsplit=5)
            if not words[0].endswith(b":"):
                nameless = words[1].endswith(b"s") and len(words) > 5 and words[5].startswith(NAMELESS)
            elif nameless and words[0] == b"Pss:":
                total += int(words[1]) * KIB
    return total
