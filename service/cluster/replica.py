"""One replica: the whole service in a Ray actor."""

import contextlib
import os
from collections.abc import AsyncIterator, Mapping

import ray
from fastapi import FastAPI
from ray import serve

from service.app import build_app
from service.cluster.box_health import BoxHealth
from service.cluster.exposition import labelled, merged
from service.cluster.inner_calls import call
from service.cluster.others import OtherReplicas
from service.fanout.batches import FannedOut, judge_chunk
from service.garbage import collect_seldom
from service.logs import configure_logs
from service.metrics import Metrics
from service.opening import open_state
from service.settings import Settings
from service.state import State

SCRAPE_S = 5.0


class Replica:
    """What Serve makes a deployment of: an HTTP application, and methods for handles.

    Args:
        chosen: What the operator set, by name; the rest is as the replica's own machine has it.
    """

    def __init__(self, chosen: Mapping[str, object]) -> None:
        context = serve.get_replica_context()
        self._name = context.replica_tag
        self._settings = settings_on(_cpus(), chosen)
        configure_logs(self._settings)
        self._others = OtherReplicas(
            context.app_name, context.deployment, lanes_each=busy_requests(self._settings.boxes)
        )
        self._app = build_app(self._settings, self._open)
        self._health: BoxHealth | None = None

    def __serve_build_asgi_app__(self) -> FastAPI:
        """The application that Serve puts HTTP requests to."""
        return self._app

    async def request(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        """An HTTP request without HTTP, for trainers in the same cluster."""
        return await call(self._app, method, path, headers, body)

    async def judge_chunk(self, chunk: bytes) -> bytes:
        """Part of a batch that another replica got."""
        return await judge_chunk(self._state.dispatcher, chunk)

    def own_metrics(self) -> bytes:
        """This replica's metrics, labelled with its name."""
        return labelled(self._state.metrics.text(), self._name)

    async def check_health(self) -> None:
        """Raise what makes this replica useless; after three times Serve replaces it."""
        workers = self._state.workers.readiness()
        if not workers.available:
            raise RuntimeError(f"mathematics cannot be judged: {workers.reason}")
        if self._health is None:
            self._health = BoxHealth(self._state.sandbox)
        await self._health.check()

    @property
    def _state(self) -> State:
        state = self._app.state.rewardd
        assert isinstance(state, State)
        return state

    @contextlib.asynccontextmanager
    async def _open(self, settings: Settings, metrics: Metrics) -> AsyncIterator[State]:
        async with open_state(settings, metrics) as state:
            state.batches = FannedOut(state.dispatcher, self._others)
            state.scrape = self._scrape
            collect_seldom()
            yield state

    async def _scrape(self) -> bytes:
        return merged(await self._others.metrics(SCRAPE_S) or [self.own_metrics()])


def busy_requests(boxes: int) -> int:
    """Requests that keep a replica busy: each has at least one program to run."""
    return max(2, boxes)


def settings_on(cpus: int, chosen: Mapping[str, object]) -> Settings:
    """The settings of a replica that has so many cores to itself."""
    settings = Settings(**chosen)  # type: ignore[arg-type]
    by_cores = {name: cpus for name in ("boxes", "math_workers") if name not in settings.model_fields_set}
    return settings.model_copy(update=by_cores)


def _cpus() -> int:
    """What Ray reserved, or all there are."""
    reserved = ray.get_runtime_context().get_assigned_resources().get("CPU", 0)
    return max(1, int(reserved)) if reserved else os.cpu_count() or 1
