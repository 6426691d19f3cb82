"""The composition root: settings in, application out. Only here do all layers meet."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.routing import Route

from sandbox.docker.options import DockerOptions, Way
from sandbox.factory import make_sandbox
from sandbox.workers import ProcessWorkerPool
from service import judgement_routes, page_routes, routes
from service.answers import error_response
from service.audit.trail import AuditTrail
from service.batch_admission import BatchAdmission
from service.body import BodyLimits
from service.configuration import WrongConfigurationError
from service.deadlines import Deadlines
from service.dispatch import Dispatcher
from service.error_answers import ERROR_ANSWERS, TRAINERS_ERROR_ANSWERS
from service.errors import STATUSES, ServiceError, as_service_error, sentence
from service.free_memory import MemoryProbe
from service.headroom import Headroom
from service.key_limits import KeyLimits
from service.keyring import Keyring
from service.keys import Keys
from service.metrics import Metrics
from service.mistakes import describe
from service.observation import Observation
from service.readiness import readiness
from service.settings import Settings, variable
from service.shared_metrics import SharedMetrics
from service.state import State, state_of
from service.trainers import ROUTERS, Boxes, TrainerCore, is_patient
from service.trainers_judge import DispatchedJudge
from service.version import VERSION
from verifiers.code.artifact_folder import ArtifactFolder
from verifiers.code.languages import Languages
from verifiers.code.problem import LimitOverrides
from verifiers.code.redis_verdicts import RedisVerdicts
from verifiers.code.store import ProblemStore
from verifiers.code.verifier import CodeVerifier
from verifiers.errors import StoreUnavailable
from verifiers.math.verifier import WORKER_MODULES, MathVerifier
from verifiers.wording import meant

if TYPE_CHECKING:
    from service.tracing import Tracing

LOG = logging.getLogger(__name__)

READY_WITHIN_S = 1.0
"""The service listens after so long, even if boxes are still being made ready; programs wait for them."""
NO_PROBLEM = f"sha256:{'0' * 64}"
"""An id of the right form, to ask a store for."""
HTTP_CODES = {404: "not_found", 405: "method_not_allowed", 400: "bad_request"}


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
        # FastAPI's own would quote requests in what it tells; ours is in `Observation`.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.include_router(routes.router, responses=ERROR_ANSWERS)
    app.include_router(judgement_routes.router, responses=ERROR_ANSWERS)
    app.include_router(page_routes.router)
    for router in ROUTERS:
        app.include_router(router, responses=TRAINERS_ERROR_ANSWERS)
    for kind in (*STATUSES, ServiceError):
        app.add_exception_handler(kind, _refuse)
    app.add_exception_handler(RequestValidationError, _refuse_form)
    app.add_exception_handler(HTTPException, _refuse_http)
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


@contextlib.asynccontextmanager
async def open_state(
    settings: Settings, metrics: Metrics | None = None, *, within_s: float | None = None
) -> AsyncIterator[State]:
    """All that judging needs, started, and closed on leaving.

    Args:
        settings: what the operator set.
        metrics: what counts.
        within_s: have it after so long, even if programs have to wait for boxes then.
    """
    metrics = metrics or Metrics()
    workers = ProcessWorkerPool(
        settings.math_workers, settings.math_worker_bytes, WORKER_MODULES, observer=metrics
    )
    sandbox = make_sandbox(
        settings.sandbox,
        boxes=settings.boxes,
        queue=settings.box_queue,
        queue_timeout_s=settings.box_wait_s,
        docker=_docker_options(settings),
        observer=metrics,
    )
    languages = Languages.load()
    store = ProblemStore(settings.problems)
    audit = _audit_trail(settings)
    artifact_folder = _artifact_folder(settings)
    verdicts = RedisVerdicts(settings.verdicts, ttl_s=settings.verdicts_ttl_s) if settings.verdicts else None
    try:
        await asyncio.gather(workers.start(), sandbox.start(within_s))
        ceilings = LimitOverrides(cpu_ms=settings.cpu_ms, memory_bytes=settings.memory_bytes)
        code = CodeVerifier(
            sandbox,
            languages,
            ceilings=ceilings,
            cache_bytes=settings.cache_bytes,
            artifact_folder=artifact_folder,
            shared_verdicts=verdicts,
        )
        dispatcher = Dispatcher(
            math=MathVerifier(workers),
            code=code,
            store=store,
            metrics=metrics,
            math_queue=settings.math_queue,
            math_workers=settings.math_workers,
            boxes=settings.boxes,
            audit=audit,
        )
        metrics.queue_depth.labels("math").set_function(lambda: dispatcher.math_items)
        metrics.queue_depth.labels("code").set_function(lambda: sandbox.queued)
        metrics.workers_memory.set_function(workers.grown_bytes)
        metrics.boxes.set(settings.boxes)
        metrics.boxes_in_use.set_function(lambda: sandbox.running)
        metrics.kept.audit = audit
        metrics.kept.caches = {
            **code.caches,
            "problems": store.counts,
            "inline_problems": dispatcher.inline_problems.counts,
        }
        if artifact_folder is not None:
            metrics.kept.caches["artifact_folder"] = artifact_folder.counts
        state = State(
            settings=settings,
            dispatcher=dispatcher,
            batches=dispatcher,
            admission=BatchAdmission(most=settings.batches, most_items=settings.batched_items),
            store=store,
            sandbox=sandbox,
            metrics=metrics,
            scrape=metrics.scrape,
            known_languages=languages,
            workers=workers,
            audit=audit,
            artifact_folder=artifact_folder,
        )
        metrics.kept.ready = lambda: {name: part.ready for name, part in readiness(state).items()}
        yield state
    finally:
        await asyncio.gather(workers.close(), sandbox.close())
        if verdicts is not None:
            await verdicts.close()
        if audit is not None:
            await asyncio.to_thread(audit.close)


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


def _audit_trail(settings: Settings) -> AuditTrail | None:
    if not settings.audit:
        return None
    return AuditTrail(
        settings.audit,
        file_bytes=settings.audit_file_bytes,
        total_bytes=settings.audit_total_bytes,
        parquet=settings.audit_format == "parquet",
    )


def _artifact_folder(settings: Settings) -> ArtifactFolder | None:
    return ArtifactFolder(Path(settings.artifacts), settings.artifact_bytes) if settings.artifacts else None


async def _refuse(request: Request, error: Exception) -> Response:
    refusal = as_service_error(error)
    state_of(request).metrics.refused(error)
    if refusal.status >= 500:
        LOG.error("%s could not be served", request.url.path, exc_info=error)
    return error_response(refusal)


async def _refuse_form(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if isinstance(error.body, bytes) and error.body:  # not read, since it was not called JSON
        message = "Send the body as JSON, with the header Content-Type: application/json."
        return error_response(ServiceError(415, "unsupported_type", message))
    message, field = describe(error)
    return error_response(ServiceError(422, "invalid_request", sentence(message, field), field=field))


async def _refuse_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = HTTP_CODES.get(error.status_code, "http_error")
    message = error.detail
    if error.status_code == 404:
        message = _nothing_at(request)
    elif error.status_code == 405 and (methods := (error.headers or {}).get("Allow")):
        message = f"{request.url.path} does not take {request.method}, but {methods.replace(', ', ' or ')}."
    response = error_response(ServiceError(error.status_code, code, message))
    response.headers.update(error.headers or {})
    return response


def _nothing_at(request: Request) -> str:
    path = request.url.path
    routers = (routes.router, judgement_routes.router, *ROUTERS)
    known = [route.path for router in routers for route in router.routes if isinstance(route, Route)]
    near = meant(path, known)
    return f"There is nothing at {path}; {f'did you mean {near}? ' if near else ''}/docs lists what there is."


def _docker_options(settings: Settings) -> DockerOptions:
    return DockerOptions(
        host=settings.docker_host,
        image=settings.docker_image,
        runtime=settings.docker_runtime,
        way=Way(settings.docker_way),
        warm=settings.docker_warm,
        memory_bytes=settings.docker_memory_bytes,
        cpus=settings.docker_cpus,
        sockets=settings.docker_sockets,
        sockets_source=settings.docker_sockets_source,
    )
