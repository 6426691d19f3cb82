"""What an application holds, for its routes to find."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from fastapi import Request

from sandbox.base import Sandbox
from sandbox.workers import ProcessWorkerPool
from service.audit.trail import AuditTrail
from service.batch_admission import BatchAdmission
from service.dispatch import Batches, Dispatcher
from service.metrics import Metrics
from service.settings import Settings
from verifiers.code.artifact_folder import ArtifactFolder
from verifiers.code.language_probe import LanguageStatus, probe
from verifiers.code.languages import Languages
from verifiers.code.store import ProblemStore


@dataclass(kw_only=True)
class State:
    """One per application."""

    settings: Settings
    dispatcher: Dispatcher
    batches: Batches
    admission: BatchAdmission
    """Judges many at once: the dispatcher, or one that shares the work out to other replicas too."""
    store: ProblemStore
    sandbox: Sandbox
    metrics: Metrics
    scrape: Callable[[], Awaitable[bytes]]
    """What `/metrics` answers: the metrics' text, of all replicas where there are several."""
    known_languages: Languages
    workers: ProcessWorkerPool
    audit: AuditTrail | None = None
    artifact_folder: ArtifactFolder | None = None
    accepting: bool = True
    """False once it is shutting down."""
    _probe: "asyncio.Task[list[LanguageStatus]] | None" = field(default=None)

    async def languages(self) -> list[LanguageStatus]:
        """What can run here; asked of the compilers once, and again as long as there is no sandbox."""
        if self._probe is None or (self._probe.done() and not any(s.available for s in self._probe.result())):
            self._probe = asyncio.create_task(probe(self.known_languages, self.sandbox))
        return await asyncio.shield(self._probe)


def state_of(request: Request) -> State:
    """The application's state."""
    state = request.app.state.rewardd
    assert isinstance(state, State)
    return state
