"""How HTTP comes to replicas in a cluster of our own: by HAProxy to their own servers, or by Serve."""

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KNOWN_AFTER_S = "2"
"""So long a replica that ends goes on listening: HAProxy beside it has been told by then."""

BUFFER_BYTES = 256 * 1024
"""A batch of mathematics in one piece, each way; HAProxy's own 16 KiB wake the replica for each of many."""


def free_port(host: str) -> int:
    """One that is free here; the proxies on other nodes take the same."""
    with socket.create_server((host, 0)) as free:
        port: int = free.getsockname()[1]
    return port


@contextmanager
def proxies(*, haproxy: bool) -> Iterator[None]:
    """Clusters started meanwhile take HTTP in by HAProxy, or by Serve's own proxy.

    Ray's processes inherit the environment, and Serve reads from it what it has no options for. HAProxy gets
    ports and files that no other cluster's has, unless the operator has set them there.
    """
    with tempfile.TemporaryDirectory(prefix="rewardd-proxy-", ignore_cleanup_errors=True) as folder:
        before = dict(os.environ)
        os.environ["RAY_SERVE_ENABLE_HA_PROXY"] = "1" if haproxy else "0"
        if haproxy:
            for name, value in _own(Path(folder)).items():
                os.environ.setdefault(f"RAY_SERVE_{name}", value)
        try:
            yield
        finally:
            for name in os.environ.keys() - before.keys():
                del os.environ[name]
            os.environ.update(before)


def _own(folder: Path) -> dict[str, str]:
    return {
        "DIRECT_INGRESS_MIN_DRAINING_PERIOD_S": KNOWN_AFTER_S,
        "HAPROXY_TUNE_BUFSIZE": str(BUFFER_BYTES),
        "HAPROXY_STATS_PORT": str(free_port("")),
        "HAPROXY_METRICS_PORT": str(free_port("")),
        "HAPROXY_CONFIG_FILE_LOC": str(folder / "haproxy.cfg"),
        "HAPROXY_SOCKET_PATH": str(folder / "admin.sock"),
        "HAPROXY_METRICS_SOCKET_PATH": str(folder / "metrics.sock"),
        "HAPROXY_SERVER_STATE_BASE": str(folder),
        "HAPROXY_SERVER_STATE_FILE": str(folder / "server-state"),
    }
