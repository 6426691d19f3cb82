"""What a sandbox container may use and see, as the daemon is told it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.box.agent.surroundings import ENVIRONMENT
from sandbox.docker.profile import profile

__all__ = ["SOCKETS", "Confinement", "Shape"]

PYTHON = "/usr/bin/python3"
HOME = "/opt/rewardd"
"""Where an image has the agent."""
SOCKETS = "/run/rewardd"
"""Where a container sees the folder of sockets, read-only."""
INODES = 100_000
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What cannot be changed once a container runs."""

    folder_bytes: int = 128 * MIB
    """Size of `/work`, `/tmp` and `/dev/shm` each."""
    submission_bytes: int = 256 * MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Confinement:
    """What all containers of a service have in common."""

    image: str
    runtime: str
    memory_bytes: int
    """A ceiling for the container; the agent holds each program to its own limit below it."""
    processes: int
    cpus: float
    sockets_source: str
    """The folder of sockets by the daemon's name for it: a path or a volume."""
    boxes_inside: bool
    """Whether the container holds a template that forks boxes, or is a box itself."""
    labels: Mapping[str, str]

    def options(self, shape: Shape, user: int, settings: Mapping[str, object]) -> dict[str, Any]:
        """The body of the daemon's `POST /containers/create`."""
        tmpfs = f"rw,exec,nosuid,nodev,uid={user},gid={user},mode=0755,nr_inodes={INODES}"
        folders = {
            "/work": shape.folder_bytes,
            "/tmp": shape.folder_bytes,  # noqa: S108 - the container's own
            "/dev/shm": shape.folder_bytes,  # noqa: S108 - likewise
            "/submission": shape.submission_bytes,
        }
        host: dict[str, Any] = {
            "NetworkMode": "none",
            "ReadonlyRootfs": True,
            "CapDrop": ["ALL"],
            "SecurityOpt": [
                "no-new-privileges",
                "seccomp=" + json.dumps(profile(boxes_inside=self.boxes_inside)),
            ],
            "Runtime": self.runtime,
            "Memory": self.memory_bytes,
            "MemorySwap": self.memory_bytes,
            "PidsLimit": self.processes,
            "NanoCpus": int(self.cpus * 1e9),
            "IpcMode": "private",
            "CgroupnsMode": "private",
            "Tmpfs": {folder: f"{tmpfs},size={size}" for folder, size in folders.items()},
            "Binds": [f"{self.sockets_source}:{SOCKETS}:ro"],
            "Ulimits": [{"Name": "core", "Soft": 0, "Hard": 0}],
            "LogConfig": {"Type": "json-file", "Config": {"max-size": "64k", "max-file": "1"}},
            "RestartPolicy": {"Name": "no"},
        }
        if self.boxes_inside:
            # A box mounts its own /proc; the kernel allows that only where nothing of this one is covered.
            host |= {"MaskedPaths": [], "ReadonlyPaths": []}
        return {
            "Image": self.image,
            "Cmd": [PYTHON, "-s", "-B", "-m", "sandbox.docker.container_agent", json.dumps(settings)],
            "Entrypoint": [],
            "Env": [f"{name}={value}" for name, value in ENVIRONMENT.items()],
            "WorkingDir": HOME,
            "User": f"{user}:{user}",
            "Hostname": "box",
            "NetworkDisabled": True,
            "Labels": dict(self.labels),
            "HostConfig": host,
        }
