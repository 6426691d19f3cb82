"""Whose containers are whose: labels, and which containers a dead service has left."""

import os
import socket
from pathlib import Path

from sandbox.docker.engine import ContainerState

__all__ = ["OWNER_LABEL", "is_left_over", "labels"]

OWNER_LABEL = "org.rewardd.owner"
PROCESS_LABEL = "org.rewardd.process"


def labels() -> dict[str, str]:
    """What this process's containers are marked with."""
    pid = os.getpid()
    return {OWNER_LABEL: socket.gethostname(), PROCESS_LABEL: f"{pid}:{_started(pid)}"}


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
