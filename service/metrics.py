"""What Prometheus sees. Each application has a registry of its own: several can live in one process."""

import functools

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from verifiers.base import Judgement

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
DURATION_BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
REWARD_BUCKETS = (-1, -0.5, 0, 0.25, 0.5, 0.75, 0.999, 1, 1.5, 2)


class Metrics:
    """Counters of what was asked and judged, and gauges of what waits."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "rewardd_requests", "Requests answered.", ["route", "status"], registry=self.registry
        )
        self.duration = Histogram(
            "rewardd_request_duration_seconds", "From the request's head to the answer's end.", ["route"],
            buckets=DURATION_BUCKETS_S, registry=self.registry,
        )  # fmt: skip
        self.verdicts = Counter(
            "rewardd_verdicts", "Submissions judged.", ["kind", "language", "verdict"], registry=self.registry
        )
        self.rewards = Histogram(
            "rewardd_reward", "Rewards given.", ["kind"], buckets=REWARD_BUCKETS, registry=self.registry
        )
        self.refusals = Counter(
            "rewardd_refusals", "Items that got an error and no verdict.", ["code"], registry=self.registry
        )
        self.queue_depth = Gauge(
            "rewardd_queue_depth", "Items that wait or are under way.", ["kind"], registry=self.registry
        )
        self.boxes_in_use = Gauge(
            "rewardd_boxes_in_use", "Boxes with a submission in them.", registry=self.registry
        )
        self.audit_rows = Gauge(
            "rewardd_audit_rows", "Rows of the audit trail: written, or lost.", ["state"],
            registry=self.registry,
        )  # fmt: skip

        # Finding a labelled child costs more than counting with it.
        self._verdicts_of = functools.cache(self.verdicts.labels)
        self._rewards_of = functools.cache(self.rewards.labels)
        self._requests_of = functools.cache(self.requests.labels)
        self._duration_of = functools.cache(self.duration.labels)

    def answered(self, route: str, status: int, elapsed_s: float) -> None:
        """Count a request."""
        self._requests_of(route, status).inc()
        self._duration_of(route).observe(elapsed_s)

    def judged(self, kind: str, judgement: Judgement, reward: float | None) -> None:
        """Count a judgement."""
        self._verdicts_of(kind, judgement.language or "", judgement.verdict).inc()
        if reward is not None:
            self._rewards_of(kind).observe(reward)

    def refused(self, code: str) -> None:
        """Count an error."""
        self.refusals.labels(code).inc()

    def text(self) -> bytes:
        """All of it, in Prometheus' format."""
        return generate_latest(self.registry)
