"""What an operator chooses about Docker."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["DockerOptions", "Way"]


class Way(StrEnum):
    """How boxes are made of containers."""

    CONTAINERS = "containers"
    TEMPLATES = "templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class DockerOptions:
    """What an operator chooses."""

    host: str = ""
    """Address of the daemon; empty for the usual socket."""
    image: str = "rewardd-sandbox:all"
    runtime: str = "runc"
    way: Way = Way.CONTAINERS
    warm: int = 0
    """Containers kept ready; 0 for twice as many as there may be boxes."""
    memory_bytes: int = 6 * 1024**3
    """Ceiling for one container, its folders included."""
    cpus: float = 2.0
    """Processors that one container may use at once."""
    sockets: str = ""
    """Folder for the sockets, as this process sees it; empty for a fresh one."""
    sockets_source: str = ""
    """The same folder, or the volume it is on, by the daemon's name for it; empty where the names agree."""
