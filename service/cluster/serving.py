"""`rewardd serve --ray`: the application on a Ray cluster, for as long as this process lives."""

import contextlib
import logging
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from types import FrameType

import ray
from ray import serve

from service.cluster.application import application
from service.cluster.proxy import proxies
from service.listening import port_to_have
from service.logs import configure_logs
from service.server import warn_if_open
from service.settings import Settings

LOG = logging.getLogger("rewardd")

OBJECT_STORE_BYTES = 100_000_000
"""Nothing large is put there."""
WITHDRAWN_S = 10.0
"""Replicas may take so much longer to end than their requests."""


def run(settings: Settings) -> None:
    """Serve until a signal ends it. In a cluster that was there before, only this application goes."""
    configure_logs(settings)
    warn_if_open(settings)
    stop = Event()
    address = settings.ray_address or os.environ.get("RAY_ADDRESS", "")
    # Where a cluster is, another application's HTTP may come in at this port already.
    port = settings.port if address and settings.port else port_to_have(settings)
    with _joined(address, haproxy=settings.ray_haproxy) as ours, _signals_set(stop):
        shared = _with_shared_problems(settings)
        serve.start(
            proxy_location="EveryNode",
            http_options={
                "host": settings.host,
                "port": port,
                "keep_alive_timeout_s": settings.keep_alive_s,
            },
        )
        serve.run(application(shared), name=settings.ray_app, route_prefix="/")
        LOG.info("rewardd is ready at http://%s:%d on %s", settings.host, port, _described(settings))
        stop.wait()
        LOG.info("rewardd is ending; requests under way may finish within %d s", settings.drain_s)
        _withdraw(settings)
        if ours:
            serve.shutdown()


def _withdraw(settings: Settings) -> None:
    """Take the application away once its requests are answered; Serve's shutdown alone cuts them off."""
    ends_at = time.monotonic() + settings.drain_s + WITHDRAWN_S
    while time.monotonic() < ends_at:
        with contextlib.suppress(TimeoutError):  # Serve waits a minute, which may be less than we grant
            serve.delete(settings.ray_app)
            return
    LOG.warning("the application did not end in time")


@contextlib.contextmanager
def _joined(address: str, *, haproxy: bool) -> Iterator[bool]:
    """Joins the cluster, or starts one; says which."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if address:
        ray.init(address, log_to_driver=False)
        try:
            yield False
        finally:
            ray.shutdown()
        return
    # Ray's own is 15: replicas and the boxes that they make would come after all else on the machine.
    os.environ.setdefault("RAY_worker_niceness", "0")
    with proxies(haproxy=haproxy):
        ray.init(
            "local",
            include_dashboard=False,
            object_store_memory=OBJECT_STORE_BYTES,
            log_to_driver=False,
        )
        try:
            yield True
        finally:
            ray.shutdown()


@contextlib.contextmanager
def _signals_set(stop: Event) -> Iterator[None]:
    def ask(_: int, __: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _with_shared_problems(settings: Settings) -> Settings:
    """The settings with a folder of problems that means the same in every process of this machine."""
    if "://" in settings.problems:
        return settings
    if len([node for node in ray.nodes() if node["Alive"]]) > 1:
        LOG.warning(
            "Problems are kept in the folder %s: unless all nodes share it, set REWARDD_PROBLEMS to a "
            "redis:// or s3:// URL, or replicas elsewhere will not find them.",
            settings.problems,
        )
    chosen = {**settings.model_dump(exclude_unset=True), "problems": str(Path(settings.problems).absolute())}
    return Settings(**chosen)


def _described(settings: Settings) -> str:
    most = max(settings.ray_replicas, settings.ray_replicas_max)
    many = f"{settings.ray_replicas} to {most}" if most > settings.ray_replicas else str(most)
    return f"Ray {ray.__version__}, with {many} replicas of {settings.ray_cpus} cores each"
