"""What the Docker daemon or the SDK complains about, and what mends it."""

import re

__all__ = ["explain_failure"]

REMEDIES = {
    r"did not call.*FileNotFoundError": (
        "the containers do not see the folder of sockets: set REWARDD_DOCKER_SOCKETS_SOURCE to its name at "
        "the daemon's, or to the volume it is on"
    ),
    r"did not call.*ConnectionRefusedError": (
        "the runtime lets no container call a socket of the host: gVisor's needs --host-uds=all in the "
        "daemon's configuration (`runtimeArgs`)"
    ),
    r"did not call.*PermissionError": (
        "the containers may not call at the sockets: their folder has to be open to other users (mode 711), "
        "and with SELinux labelled for containers (chcon -t container_file_t)"
    ),
    r"no root folder can be made": (
        "processes in these containers may make no namespaces or mounts, which templates need: set "
        "REWARDD_DOCKER_WAY=containers, or allow it (user.max_user_namespaces=0 and AppArmor's "
        "docker-default forbid it, gVisor lacks it, overlays in namespaces came with Linux 5.11)"
    ),
    r"permission denied|PermissionError": (
        "this user may not use the Docker socket: add it to the group that owns the socket (--group-add GID "
        "for a container), or name another by REWARDD_DOCKER_HOST"
    ),
    r"FileNotFoundError|Connection refused|ConnectionRefused|Connection aborted|ConnectionError|"
    r"Name or service not known|name resolution": (
        "no Docker daemon answers: start it, or set REWARDD_DOCKER_HOST"
    ),
    r"[Tt]imed? ?out|TimeoutError": "the Docker daemon does not answer in time",
    r"403|Forbidden": (
        "the socket proxy refuses a request that boxes need: its rules are in docker/socket-proxy/haproxy.cfg"
    ),
    r"(?i)unknown( or invalid)? runtime": (
        "the daemon does not know this runtime: name it in the daemon's configuration (`runtimes`), or set "
        "REWARDD_DOCKER_RUNTIME to one that `docker info` lists"
    ),
    r"source path does not exist": (
        "the daemon does not see the folder of sockets: set REWARDD_DOCKER_SOCKETS_SOURCE to its name at the "
        "daemon's, or to a volume"
    ),
}
"""Patterns of messages that were met, with what to do, the first that fits first. Only daemons, kernels and
agents that have met no program write these messages."""


def explain_failure(failure: BaseException | str) -> str:
    """The remedy if it is known, and the message in any case."""
    text = failure if isinstance(failure, str) else f"{type(failure).__name__}: {failure}"
    message = re.sub(r"\s+", " ", text)[:800]
    for pattern, remedy in REMEDIES.items():
        if re.search(pattern, message):
            return f"{remedy} ({message})"
    return f"Docker failed ({message})"
