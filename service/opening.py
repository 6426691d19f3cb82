"""All that judging needs, put together by the settings. Only here do all layers meet."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from sandbox.docker.options import DockerOptions, Way
from sandbox.factory import make_sandbox
from sandbox.pool import BoundedSandbox
from sandbox.workers import ProcessWorkerPool
from service.audit.trail import AuditTrail
from service.batch_admission import BatchAdmission
from service.dispatch import Dispatcher
from service.metrics import Metrics
from service.readiness import readiness
from service.settings import Settings
from service.state import State
from verifiers.code.artifact_folder import ArtifactFolder
from verifiers.code.languages import Languages
from verifiers.code.problem import LimitOverrides
from verifiers.code.redis_verdicts import RedisVerdicts
from verifiers.code.store import ProblemStore
from verifiers.code.verifier import CodeVerifier
from verifiers.math.verifier import WORKER_MODULES, MathVerifier


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
        _show(state, sandbox, code)
        yield state
    finally:
        await asyncio.gather(workers.close(), sandbox.close())
        if verdicts is not None:
            await verdicts.close()
        if audit is not None:
            await asyncio.to_thread(audit.close)


def _show(state: State, sandbox: BoundedSandbox, code: CodeVerifier) -> None:
    """Have the metrics show what the parts of a state hold, keep and have in line."""
    metrics, dispatcher = state.metrics, state.dispatcher
    metrics.queue_depth.labels("math").set_function(lambda: dispatcher.math_items)
    metrics.queue_depth.labels("code").set_function(lambda: sandbox.queued)
    metrics.workers_memory.set_function(state.workers.grown_bytes)
    metrics.boxes.set(state.settings.boxes)
    metrics.boxes_in_use.set_function(lambda: sandbox.running)
    metrics.kept.audit = state.audit
    metrics.kept.caches = {
        **code.caches,
        "problems": state.store.counts,
        "inline_problems": dispatcher.inline_problems.counts,
    }
    if state.artifact_folder is not None:
        metrics.kept.caches["artifact_folder"] = state.artifact_folder.counts
    metrics.kept.ready = lambda: {name: part.ready for name, part in readiness(state).items()}


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
