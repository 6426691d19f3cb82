"""The trainers' routes' way to the dispatcher."""

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from typing import cast

from service.answering import Answer
from service.batch_admission import BatchAdmission
from service.dispatch import Batches
from service.trainers.judging import CaseOutcome, Outcome
from verifiers.base import Verdict


class DispatchedJudge:
    """Judges trainers' items as a batch: their routes' requests wait where others would be refused."""

    def __init__(self, batches: Batches, admission: BatchAdmission) -> None:
        self._batches = batches
        self._admission = admission

    async def judge(self, items: Sequence[Mapping[str, object]]) -> list[Outcome]:
        """The outcomes, in the order of the items."""
        outcomes: dict[int, Outcome] = {}
        async with (
            self._admission.admitted(len(items)) as batch,
            aclosing(self._batches.verify_many(items, {})) as answers,
        ):
            async for index, answer in answers:
                batch.answered()
                outcomes[index] = _outcome(answer)
        return [outcomes[index] for index in range(len(items))]


def _outcome(answer: Answer) -> Outcome:
    verdict = str(answer["verdict"])
    cases = cast("list[dict[str, float | str | None]]", answer.get("cases") or [])
    return Outcome(
        reward=cast("float | None", answer["reward"]),
        verdict="invalid" if verdict == "invalid_gold" else verdict,
        reason=str(answer["reason"]),
        components=cast("Mapping[str, float | None]", answer.get("components") or {}),
        extracted=cast("str | None", answer.get("extracted")),
        cases=tuple(
            CaseOutcome(
                accepted=case["verdict"] == Verdict.ACCEPTED,
                cpu_s=None if case["cpu_ms"] is None else float(case["cpu_ms"]) / 1000,
            )
            for case in cases
        ),
    )
