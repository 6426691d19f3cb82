"""A Ray cluster of several nodes, each with processes of its own, and the service on it."""

import os
import resource
import signal
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import ray
from ray import serve
from ray.cluster_utils import Cluster

from service.cluster.application import application
from service.cluster.proxy import free_port, proxies
from service.settings import Settings
from tests.redis_server import RedisServer
from tests.waiting import wait_until

APP = f"rewardd-{os.getpid()}"
SMALL = {"object_store_memory": 80 * 1024 * 1024}
UP_S = 90
REPLICAS = 2


class Service:
    """The service on a cluster of a head without cores and two nodes with one core each."""

    def __init__(self, redis: RedisServer) -> None:
        self.redis = redis
        self._open = ExitStack()
        self._open.enter_context(proxies(haproxy=True))
        self.cluster = Cluster(
            initialize_head=True,
            head_node_args={"num_cpus": 0, "include_dashboard": False, **SMALL},
        )
        self._nodes = [self._add_node() for _ in range(REPLICAS)]
        self.port = free_port("127.0.0.1")
        ray.init(self.cluster.address, log_to_driver=False)
        serve.start(proxy_location="EveryNode", http_options={"host": "127.0.0.1", "port": self.port})
        settings = Settings(
            problems=redis.url, verdicts=redis.url, ray_replicas=REPLICAS, ray_cpus=1, drain_s=5
        )
        serve.run(application(settings), name=APP)
        self.url = f"http://127.0.0.1:{self.port}"
        self.client = httpx.Client(base_url=self.url, timeout=120)
        self.wait_until_whole()

    def _add_node(self) -> Any:
        return self.cluster.add_node(num_cpus=1, **SMALL)

    @property
    def handle(self) -> Any:
        return serve.get_app_handle(APP)

    def replicas(self) -> list[int]:
        """The replicas' processes."""
        return self._workers(f"ray::ServeReplica:{APP}:")

    def proxies(self) -> list[int]:
        """The processes of HAProxy and of what looks after it."""
        managers = self._workers("ray::HAProxyManager")
        return managers + [child for manager in managers for child in children(manager)]

    def _workers(self, title: str) -> list[int]:
        raylets = {
            process.process.pid
            for node in self.cluster.list_all_nodes()
            for process in node.all_processes.get("raylet", [])
        }
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            try:
                command = (path / "cmdline").read_bytes()
                parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if command.startswith(title.encode()) and parent in raylets:
                found.append(int(path.name))
        return found

    def replace_node(self) -> None:
        """Kill all processes of a node at once, and have another in its place."""
        node = self._nodes.pop()
        for processes in node.all_processes.values():
            for process in processes:
                os.kill(process.process.pid, signal.SIGKILL)
        self.cluster.remove_node(node, allow_graceful=False)
        self._nodes.append(self._add_node())

    def break_boxes(self, replica: int) -> None:
        """Take from a replica what it makes boxes of: it can write no files, and its templates are killed."""
        resource.prlimit(replica, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        for child in children(replica):
            if b"bwrap" in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(child, signal.SIGKILL)

    def wait_until_whole(self) -> None:
        """Wait until all replicas serve, by HTTP too."""
        wait_until(lambda: self._running() == REPLICAS and len(self.replicas()) == REPLICAS, UP_S)
        wait_until(lambda: bool(self.proxies()) and self._answers(), UP_S)

    def _running(self) -> int:
        states = serve.status().applications[APP].deployments["judge"].replica_states
        return sum(count for state, count in states.items() if state == "RUNNING")

    def _answers(self) -> bool:
        try:
            return self.client.get("/readyz", timeout=5).json()["code"]["ready"] is True
        except (httpx.HTTPError, ValueError, KeyError):
            return False

    def close(self) -> None:
        """End everything."""
        self.client.close()
        serve.shutdown()
        ray.shutdown()
        self.cluster.shutdown()
        self._open.close()


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for each in lists for child in each.read_text().split()]
