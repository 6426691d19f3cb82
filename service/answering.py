"""From judgements and failures to answers."""

import logging
from collections.abc import Mapping
from typing import Protocol

from service.convert import milliseconds, render_judgement
from service.errors import EXPECTED, as_service_error, error_body
from service.metrics import Metrics
from service.work import Judged, Work
from verifiers.base import Verdict
from verifiers.rewards import RewardContext, combine, compute_components

LOG = logging.getLogger(__name__)

Answer = dict[str, object]
"""An answer on the wire: that of `POST /v1/verify`, or one with `error` in the place of a result."""


class Audit(Protocol):
    """Keeps what was judged."""

    def note(self, kind: str, item: Mapping[str, object], result: Mapping[str, object]) -> None:
        """Take a judgement; never waits, never raises."""


class Answering:
    """Writes answers, and notes them where they are counted and kept."""

    def __init__(self, metrics: Metrics, audit: Audit | None) -> None:
        self._metrics = metrics
        self._audit = audit

    def answer(self, work: Work, judged: Judged, context: RewardContext) -> Answer:
        """The answer to a piece of work that was judged."""
        judgement = judged.judgement
        assert judgement is not None
        components = compute_components(work.rewarding.components, context)
        failed = judgement.verdict is Verdict.INTERNAL_ERROR
        reward = None if failed else combine(work.rewarding.weights, components)
        self._metrics.judged(work.task, judgement, reward, judged.verify_ms)
        answer: Answer = {"id": work.request.id, "reward": reward, "components": components}
        answer |= render_judgement(judgement)
        answer["timing"] = {
            "queue_ms": milliseconds(judgement.queue_ms),
            "verify_ms": milliseconds(judged.verify_ms),
        }
        if work.request.metadata is not None:
            answer["metadata"] = work.request.metadata
        if self._audit is not None:
            self._audit.note(work.task, work.request.model_dump(exclude_unset=True), answer)
        return answer

    def failure(self, item: object, error: Exception) -> Answer:
        """The answer of an item that has no result: the error, and never a reward."""
        refusal = as_service_error(error)
        verdict = (
            "invalid_gold"
            if refusal.code == "invalid_gold"
            else Verdict.INTERNAL_ERROR
            if refusal.status >= 429
            else "invalid"
        )
        self._metrics.refused(error)
        answer: Answer = {
            "id": _id_of(item),
            "reward": None,
            "verdict": verdict,
            "reason": str(refusal),
            **error_body(refusal),
        }
        if self._audit is not None and isinstance(item, Mapping):
            self._audit.note("refused", item, answer)
        return answer

    def answer_or_failure(self, work: Work, judged: Judged, context: RewardContext) -> Answer:
        """The answer to a piece of work, whatever came of it."""
        if judged.error is not None:
            return self._failure_of(work, judged.error)
        try:
            return self.answer(work, judged, context)
        except Exception as error:
            if not isinstance(error, EXPECTED):
                LOG.exception("an item could not be answered")
            return self._failure_of(work, error)

    def _failure_of(self, work: Work, error: Exception) -> Answer:
        return self.failure(work.request.model_dump(exclude_unset=True), error)


def _id_of(item: object) -> object:
    id_ = item.get("id") if isinstance(item, Mapping) else None
    return id_ if isinstance(id_, str | int) else None
