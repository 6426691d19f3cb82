"""Whose containers are whose: labels, and which containers a dead service has left."""

import os
import secrets
import socket
from collections.abc import Iterable
from pathlib import Path

from sandbox.docker.engine import ContainerState

__all__ = [
    "OWNER_LABEL",
    "PROCESS_LABEL",
    "find_users",
    "is_left_over",
    "is_ours",
    "label_of_users",
    "labels",
]

OWNER_LABEL = "org.rewardd.owner"
PROCESS_LABEL = "org.rewardd.process"
USERS_LABEL = "org.rewardd.users"

FIRST_USER, LAST_USER = 10_000, 60_000
USERS = 500
"""User ids that a service has to itself, one for each container: the kernel counts processes by user."""


def labels() -> dict[str, str]:
    """What tells this process's containers from others."""
    pid = os.getpid()
    return {OWNER_LABEL: socket.gethostname(), PROCESS_LABEL: f"{pid}:{_started(pid)}"}


def find_users(others: Iterable[ContainerState]) -> range:
    """User ids that no other service's containers have."""
    taken = {container.labels.get(USERS_LABEL) for container in others}
    blocks = [first for first in range(FIRST_USER, LAST_USER, USERS) if str(first) not in taken]
    first = secrets.choice(blocks) if blocks else FIRST_USER
    return range(first, first + USERS)


def label_of_users(users: range) -> dict[str, str]:
    """What tells others which users are taken."""
    return {USERS_LABEL: str(users.start)}


def is_ours(container: ContainerState) -> bool:
    """Whether this very process made it."""
    return all(container.labels.get(name) == value for name, value in labels().items())


def is_left_over(container: ContainerState) -> bool:
    """Whether the service that made it is dead.

    A service is known by its host's name, its process id, and the moment that process started. Those of
    other hosts are left alone: their agents end by themselves when their service does.
    """
    if container.labels.get(OWNER_LABEL) != socket.gethostname():
        return False
    pid, _, started = container.labels.get(PROCESS_LABEL, "").partition(":")
    return not pid.isdigit() or _started(int(pid)) != started


def _started(pid: int) -> str:
    """When a process started, in ticks since the machine did; empty if there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""
