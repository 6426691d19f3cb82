"""What Prometheus sees. Each application has a registry of its own: several can live in one process.

Labels come from lists of ours (kinds, languages, verdicts, routes as they are declared, codes of errors),
never from requests, so that their number is bounded.
"""

import asyncio
import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from sandbox.observer import Kill, Queue
from service.errors import CAUSES, as_service_error, cause_of
from service.shared_metrics import SharedMetrics
from service.version import VERSION
from verifiers.base import Judgement, Verdict
from verifiers.code.cache import CacheCounts

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
DURATION_BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
REWARD_BUCKETS = (-1, -0.5, 0, 0.25, 0.5, 0.75, 0.999, 1, 1.5, 2)
BATCH_BUCKETS = (1, 4, 16, 64, 256, 1_024, 4_096, 16_384)
SHARE_EVERY_S = 1.0
KINDS = {Queue.BOXES: "code", Queue.WORKERS: "math"}
"""Whose work waits there."""


class Trail(Protocol):
    """The audit trail's counts."""

    written: int
    lost: int


@dataclass(kw_only=True)
class Kept:
    """Counts that others keep, read when Prometheus asks."""

    caches: dict[str, CacheCounts] = field(default_factory=dict)
    audit: Trail | None = None
    ready: Callable[[], Mapping[str, bool]] = dict
    """Which parts of the service are ready."""


class Metrics:
    """What was asked and judged, what waits and what broke. It is the `Observer` of the sandbox."""

    def __init__(self, shared: SharedMetrics | None = None) -> None:
        self._shared = shared
        # Otherwise each series comes with another one, which Prometheus ignores.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = registry = CollectorRegistry()
        self.kept = Kept()
        self.requests = Counter(
            "rewardd_requests", "Requests answered.", ["route", "status"], registry=registry
        )
        self.duration = Histogram(
            "rewardd_request_duration_seconds", "From the request's head to the answer's end.", ["route"],
            buckets=DURATION_BUCKETS_S, registry=registry,
        )  # fmt: skip
        self.received = Counter(
            "rewardd_received_bytes", "Bytes of request bodies, as they came.", registry=registry
        )
        self.sent = Counter("rewardd_sent_bytes", "Bytes of answers' bodies.", registry=registry)
        self.batches = Histogram(
            "rewardd_batch_items", "Items of a batch, or of a trainer's request.",
            buckets=BATCH_BUCKETS, registry=registry,
        )  # fmt: skip
        self.verdicts = Counter(
            "rewardd_verdicts", "Submissions judged.", ["kind", "language", "verdict"], registry=registry
        )
        self.judging = Histogram(
            "rewardd_judging_seconds", "From an item's turn to its judgement.", ["kind"],
            buckets=DURATION_BUCKETS_S, registry=registry,
        )  # fmt: skip
        self.rewards = Histogram(
            "rewardd_reward", "Rewards given.", ["kind"], buckets=REWARD_BUCKETS, registry=registry
        )
        # A histogram of what may be negative has no sum: were that to sink, it would pass for a restart.
        self.reward_points = Counter(
            "rewardd_reward_points", "Rewards given, added up by their sign.", ["kind", "sign"],
            registry=registry,
        )  # fmt: skip
        self.refusals = Counter(
            "rewardd_refusals", "Items and requests that got an error and no verdict.", ["code"],
            registry=registry,
        )  # fmt: skip
        self.internal_errors = Counter(
            "rewardd_internal_errors", "Items and requests that we failed at.", ["cause"], registry=registry
        )
        self.queue_depth = Gauge(
            "rewardd_queue_depth", "Math items waiting or under way, programs waiting.", ["kind"],
            registry=registry,
        )  # fmt: skip
        self.queue_wait = Histogram(
            "rewardd_queue_wait_seconds", "Wait for a box or a worker.", ["kind"],
            buckets=DURATION_BUCKETS_S, registry=registry,
        )  # fmt: skip
        self.boxes = Gauge("rewardd_boxes", "Boxes that may run at once.", registry=registry)
        self.boxes_in_use = Gauge(
            "rewardd_boxes_in_use", "Boxes with a submission in them.", registry=registry
        )
        self.held = Gauge(
            "rewardd_held_bytes", "What the bodies of requests under way hold.", registry=registry
        )
        self.memory_short = Gauge(
            "rewardd_memory_short", "1 while memory is short and new work is refused.", registry=registry
        )
        self.box_creation = Histogram(
            "rewardd_box_creation_seconds", "From the order of a box until it is ready.",
            buckets=DURATION_BUCKETS_S, registry=registry,
        )  # fmt: skip
        self.boxes_lost = Counter("rewardd_boxes_lost", "Boxes that died under a job.", registry=registry)
        self.template_restarts = Counter(
            "rewardd_template_restarts", "Templates started in place of others.", registry=registry
        )
        self.workers_started = Counter(
            "rewardd_workers_started", "Workers for mathematics that were forked.", registry=registry
        )
        self.workers_lost = Counter(
            "rewardd_workers_lost", "Workers for mathematics that died unasked.", registry=registry
        )
        self.workers_memory = Gauge(
            "rewardd_workers_grown_bytes",
            "What workers for mathematics remember: golds and pairs, beyond what they were forked with.",
            registry=registry,
        )
        self.connections = Gauge("rewardd_connections", "Connections that are open.", registry=registry)
        self.kills = Counter("rewardd_kills", "Processes killed, and why.", ["reason"], registry=registry)
        Info("rewardd_build", "The version that runs.", registry=registry).info({"version": VERSION})
        registry.register(_KeptCollector(self.kept))
        ProcessCollector(registry=registry)

        for reason in Kill:
            self.kills.labels(reason)
        # From 0 on, or the rate over the first failure would be none.
        for cause in (*KINDS.values(), *CAUSES):
            self.internal_errors.labels(cause)
        self._waits = {queue: self.queue_wait.labels(kind) for queue, kind in KINDS.items()}
        # Finding a labelled child costs more than counting with it.
        self._verdicts_of = functools.cache(self.verdicts.labels)
        self._judging_of = functools.cache(self.judging.labels)
        self._rewards_of = functools.cache(self.rewards.labels)
        self._points_of = functools.cache(self.reward_points.labels)
        self._requests_of = functools.cache(self.requests.labels)
        self._duration_of = functools.cache(self.duration.labels)

    def answered(self, route: str, status: int, elapsed_s: float) -> None:
        """Count a request."""
        self._requests_of(route, status).inc()
        self._duration_of(route).observe(elapsed_s)

    def judged(self, kind: str, judgement: Judgement, reward: float | None, verify_ms: float) -> None:
        """Count a judgement."""
        self._verdicts_of(kind, judgement.language or "", judgement.verdict).inc()
        self._judging_of(kind).observe(verify_ms / 1000)
        if reward is not None:
            self._rewards_of(kind).observe(reward)
            self._points_of(kind, "negative" if reward < 0 else "positive").inc(abs(reward))
        if judgement.verdict is Verdict.INTERNAL_ERROR:
            self.internal_errors.labels(kind).inc()

    def refused(self, error: Exception) -> None:
        """Count an error that took the place of a verdict."""
        refusal = as_service_error(error)
        self.refusals.labels(refusal.code).inc()
        # What the service says on purpose with 503, such as that a deadline has come, is no fault of its own.
        if refusal.status >= 500 and (refusal is not error or refusal.status == 500):
            self.internal_errors.labels(cause_of(error)).inc()

    def waited(self, queue: Queue, seconds: float) -> None:
        """See `sandbox.observer.Observer`; so are those below."""
        self._waits[queue].observe(seconds)

    def box_made(self, seconds: float) -> None:
        """Count it."""
        self.box_creation.observe(seconds)

    def box_lost(self) -> None:
        """Count it."""
        self.boxes_lost.inc()

    def template_restarted(self) -> None:
        """Count it."""
        self.template_restarts.inc()

    def worker_started(self) -> None:
        """Count it."""
        self.workers_started.inc()

    def worker_lost(self) -> None:
        """Count it."""
        self.workers_lost.inc()

    def killed(self, reason: Kill) -> None:
        """Count it."""
        self.kills.labels(reason).inc()

    async def scrape(self) -> bytes:
        """The same as `text`, for whoever has to wait for others' too."""
        return self.text()

    def text(self) -> bytes:
        """All of it, in Prometheus' format: of this process, or of all together."""
        own = generate_latest(self.registry)
        return own if self._shared is None else self._shared.total(own)

    async def share(self) -> None:
        """Leave it for other processes, again and again until this is cancelled, and then once more."""
        if self._shared is None:
            return
        try:
            while True:
                self._shared.publish(generate_latest(self.registry))
                await asyncio.sleep(SHARE_EVERY_S)
        finally:
            self._shared.publish(generate_latest(self.registry))


class _KeptCollector(Collector):
    """Counts kept elsewhere, as metrics."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def collect(self) -> Iterator[Metric]:
        """All of them, as they are now."""
        lookups = CounterMetricFamily(
            "rewardd_cache_lookups", "What caches were asked for.", labels=["cache", "outcome"]
        )
        failures = CounterMetricFamily(
            "rewardd_cache_failures", "Readings and writings of a cache that failed.", labels=["cache"]
        )
        held = GaugeMetricFamily("rewardd_cache_bytes", "Bytes that caches hold.", labels=["cache"])
        for name, counts in self._kept.caches.items():
            for outcome in ("hits", "misses", "joined", "damaged"):
                lookups.add_metric([name, outcome], getattr(counts, outcome))
            failures.add_metric([name], counts.failures)
            held.add_metric([name], counts.held_bytes)
        yield from (lookups, failures, held)
        rows = CounterMetricFamily(
            "rewardd_audit_rows", "Rows of the audit trail: written, or lost.", labels=["state"]
        )
        if self._kept.audit is not None:
            rows.add_metric(["written"], self._kept.audit.written)
            rows.add_metric(["lost"], self._kept.audit.lost)
        yield rows
        ready = GaugeMetricFamily(
            "rewardd_ready", "Whether a part of the service is ready, as `/readyz` says.", labels=["part"]
        )
        for part, is_ready in self._kept.ready().items():
            ready.add_metric([part], is_ready)
        yield ready
