"""HAProxy in front of a cluster of our own: it hands requests straight to the replicas' own HTTP servers."""

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KNOWN_AFTER_S = "2"
"""So long a replica that ends goes on listening: HAProxy beside it has been told by then."""


def free_port(host: str) -> int:
    """One that is free here; the proxies on other nodes take the same."""
    with socket.create_server((host, 0)) as free:
        port: int = free.getsockname()[1]
    return port


@contextmanager
def proxy_of_its_own() -> Iterator[None]:
    """Clusters started meanwhile use HAProxy, with ports and files that no other cluster's has.

    Ray's processes inherit the environment, and Serve reads from it what it has no options for. What the
    operator set there already stays.
    """
    with tempfile.TemporaryDirectory(prefix="rewardd-proxy-", ignore_cleanup_errors=True) as folder:
        files = {
            "CONFIG_FILE_LOC": "haproxy.cfg",
            "SOCKET_PATH": "admin.sock",
            "METRICS_SOCKET_PATH": "metrics.sock",
            "SERVER_STATE_FILE": "server-state",
        }
        wanted = {
            "RAY_SERVE_ENABLE_HA_PROXY": "1",
            "RAY_SERVE_DIRECT_INGRESS_MIN_DRAINING_PERIOD_S": KNOWN_AFTER_S,
            "RAY_SERVE_HAPROXY_SERVER_STATE_BASE": folder,
            "RAY_SERVE_HAPROXY_STATS_PORT": str(free_port("")),
            "RAY_SERVE_HAPROXY_METRICS_PORT": str(free_port("")),
            **{f"RAY_SERVE_HAPROXY_{name}": str(Path(folder, file)) for name, file in files.items()},
        }
        added = {name: value for name, value in wanted.items() if name not in os.environ}
        os.environ.update(added)
        try:
            yield
        finally:
            for name in added:
                del os.environ[name]
