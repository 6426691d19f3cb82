"""Settings in, application out: routes, what stands before them, and the state they use while it runs."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

from fastapi import FastAPI

from service import judgement_routes, page_routes, routes
from service.body import BodyLimits
from service.configuration import WrongConfigurationError
from service.deadlines import Deadlines
from service.error_answers import ERROR_ANSWERS, TRAINERS_ERROR_ANSWERS
from service.free_memory import MemoryProbe
from service.headroom import Headroom
from service.key_limits import KeyLimits
from service.keyring import Keyring
from service.keys import Keys
from service.metrics import Metrics
from service.observation import Observation
from service.opening import open_state
from service.refusals import add_refusals
from service.settings import Settings, variable
from service.shared_metrics import SharedMetrics
from service.slashes import Slashes
from service.state import State
from service.trainers import ROUTERS, Boxes, TrainerCore, is_patient
from service.trainers_judge import DispatchedJudge
from service.version import VERSION
from verifiers.code.store import ProblemStore
from verifiers.errors import StoreUnavailable

if TYPE_CHECKING:
    from service.tracing import Tracing

LOG = logging.getLogger(__name__)

READY_WITHIN_S = 1.0
"""The service listens after so long, even if boxes are still being made ready; programs wait for them."""
NO_PROBLEM = f"sha256:{'0' * 64}"
"""An id of the right form, to ask a store for."""


Opened = Callable[[Settings, Metrics], AbstractAsyncContextManager[State]]


def build_app(
    settings: Settings, opened: "Opened | None" = None, shared_metrics: SharedMetrics | None = None
) -> FastAPI:
    """The application; its processes start with its lifespan and end with it.

    Args:
        settings: what the operator set.
        opened: makes the state that routes use; `open_state` unless a test brings its own.
        shared_metrics: where those of other processes are, if there are any.

    Raises:
        WrongConfigurationError: the settings ask for what is not installed.
    """
    metrics = Metrics(shared_metrics)
    keyring = Keyring(settings.api_keys, settings.keys_file)
    headroom = Headroom(
        most_bytes=settings.held_bytes,
        spare_bytes=settings.spare_bytes,
        free_bytes=MemoryProbe().free_bytes,
    )
    metrics.held.set_function(lambda: headroom.held_bytes)
    metrics.memory_short.set_function(lambda: headroom.low)
    tracing = tracing_of(settings)

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with (
            (opened or _open_soon)(settings, metrics) as state,
            _running(headroom.watch()),
            _running(metrics.share()),
            _running(_look_at(state.store)),
        ):
            app.state.rewardd = state
            app.state.trainers = TrainerCore(
                judge=DispatchedJudge(state.batches, state.admission),
                boxes=Boxes(state.sandbox, state.known_languages),
            )
            yield
        if tracing is not None:
            await asyncio.to_thread(tracing.close)

    app = FastAPI(
        title="rewardd",
        summary="A verifier service for reinforcement learning of language models.",
        version=VERSION,
        lifespan=lifespan,
        docs_url=None,  # FastAPI's own pages load scripts from elsewhere; ours is in `page_routes`
        redoc_url=None,
        redirect_slashes=False,  # see `Slashes`
        # FastAPI's own would quote requests in what it tells; ours is in `Observation`.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.include_router(routes.router, responses=ERROR_ANSWERS)
    app.include_router(judgement_routes.router, responses=ERROR_ANSWERS)
    app.include_router(page_routes.router)
    for router in ROUTERS:
        app.include_router(router, responses=TRAINERS_ERROR_ANSWERS)
    add_refusals(app)
    app.state.keyring = keyring
    app.state.metrics = metrics
    # The last one added is the outermost.
    app.add_middleware(
        BodyLimits, max_bytes=settings.body_bytes, max_nesting=settings.nesting, headroom=headroom
    )
    if settings.keys_file:
        app.add_middleware(KeyLimits, processes=settings.workers)
    app.add_middleware(Deadlines, longest_s=settings.request_s, is_ending=lambda: not is_accepting(app))
    app.add_middleware(Keys, keyring=keyring, is_patient=is_patient)
    app.add_middleware(Slashes)
    app.add_middleware(Observation, metrics=metrics, tracing=tracing)
    return app


@contextlib.asynccontextmanager
async def _running(work: Coroutine[object, object, None]) -> AsyncIterator[None]:
    """Something that goes on beside what is inside."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _look_at(store: ProblemStore) -> None:
    """Find out at the start whether the store answers: `/readyz` says so then, before anybody needs it."""
    try:
        await store.has(NO_PROBLEM)
    except StoreUnavailable as error:
        LOG.warning(
            "%s %s says where it is. Until it answers, problems can be sent within requests only.",
            error, variable("problems"),
        )  # fmt: skip


def read_keys_again(app: object) -> None:
    """Have an application look at its file of keys again."""
    if isinstance(app, FastAPI):
        app.state.keyring.read_again()


def is_accepting(app: FastAPI) -> bool:
    """Whether an application has not been told to shut down."""
    return not hasattr(app.state, "rewardd") or bool(app.state.rewardd.accepting)


def count_connections(app: object, count: Callable[[], int]) -> None:
    """Have an application's metrics show how many connections are open."""
    if isinstance(app, FastAPI):
        app.state.metrics.connections.set_function(count)


def stop_accepting(app: object) -> None:
    """Have `/readyz` say that the application is shutting down."""
    if isinstance(app, FastAPI) and hasattr(app.state, "rewardd"):
        app.state.rewardd.accepting = False


def _open_soon(settings: Settings, metrics: Metrics) -> AbstractAsyncContextManager[State]:
    return open_state(settings, metrics, within_s=READY_WITHIN_S)


def tracing_of(settings: Settings) -> "Tracing | None":
    """Tracing, if it is asked for.

    Raises:
        WrongConfigurationError: it is, and cannot be had.
    """
    make = make_tracing_of(settings)
    return None if make is None else make()


def make_tracing_of(settings: Settings) -> "Callable[[], Tracing] | None":
    """What would make it; raises the same."""
    if not settings.traces:
        return None
    try:
        from service.tracing import make_tracing  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise WrongConfigurationError(
            f"{variable('traces')} is on, but OpenTelemetry is not installed ({error.name} is missing): "
            "pip install 'rewardd[otel]'"
        ) from error
    return make_tracing
