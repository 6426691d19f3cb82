"""NeMo Gym's resource server: the whole request comes back, with `reward`.

The client knows no time limit and no second try, so every answer is 200. What could not be judged is
`?null=` with `mask_sample`, by which Gym leaves the sample out, and a `failure_reason`.
"""

import statistics
from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from service.trainers.core import judge_of
from service.trainers.judging import Outcome
from service.trainers.labels import read_label
from service.trainers.wishes import Asked

router = APIRouter(tags=["trainers: rewards"])

MAX_NUMBER = 1e300
NOT_LABEL = frozenset({"responses_create_params", "response", "question", "agent_ref"})


class VerifyRequest(BaseModel):
    """A dataset row with the model's response; all other fields are the row's own."""

    model_config = ConfigDict(extra="allow")

    responses_create_params: dict[str, object]
    response: dict[str, object]


class AggregateRequest(BaseModel):
    """All verified rollouts of a run."""

    model_config = ConfigDict(extra="allow")

    verify_responses: list[dict[str, object]] = []


@router.get("/reverify_mode")
@router.get("/ng-rollout/{rollout}/reverify_mode", include_in_schema=False)
async def reverify_mode() -> str:
    """The same rollout may be verified again: nothing is kept between requests."""
    return "stateless"


@router.post("/seed_session")
@router.post("/ng-rollout/{rollout}/seed_session", include_in_schema=False)
async def seed_session() -> dict[str, object]:
    """There are no sessions."""
    return {}


@router.post("/aggregate_metrics")
@router.post("/ng-rollout/{rollout}/aggregate_metrics", include_in_schema=False)
async def aggregate_metrics(body: AggregateRequest) -> dict[str, object]:
    """The mean of every number that was not masked; what no sum of floating numbers can hold is left out."""
    numbers: dict[str, list[float]] = {}
    for response in body.verify_responses:
        if response.get("mask_sample"):
            continue
        for name, value in response.items():
            if isinstance(value, int | float) and abs(value) <= MAX_NUMBER and not name.startswith("_"):
                numbers.setdefault(name, []).append(float(value))
    means = {f"mean/{name}": statistics.fmean(values) for name, values in numbers.items()}
    key = {name: means[name] for name in ("mean/reward",) if name in means}
    return {"group_level_metrics": [], "agent_metrics": means, "key_metrics": key}


@router.post("/verify")
@router.post("/ng-rollout/{rollout}/verify", include_in_schema=False)
async def verify(body: VerifyRequest, request: Request, asked: Asked) -> JSONResponse:
    """Judge the response's text by the row's reference."""
    row = {name: value for name, value in (body.model_extra or {}).items() if name not in NOT_LABEL}
    item = asked.item(
        completion=_output_text(body.response),
        prompt=body.responses_create_params.get("input"),
        **read_label({name: value for name, value in row.items() if not name.startswith("_")}),
    )
    if not isinstance(item["prompt"], str):
        item["prompt"] = _prompt_text(item["prompt"])
    (outcome,) = await judge_of(request).judge([item])
    logs = asked.logs(outcome)
    answer = body.model_dump() | {
        "reward": asked.number(outcome),
        "reward_components": {name: logs[name] for name in (asked.rewards or {"accuracy": 1.0})},
        "mask_sample": outcome.reward is None,
        "failure_reason": outcome.reason if outcome.reward is None else None,
        "judged": logs["judged"],
        "accepted": logs["accepted"],
    }
    return JSONResponse(answer | _task_fields(row, outcome))


def _task_fields(row: Mapping[str, object], outcome: Outcome) -> dict[str, object]:
    """What Gym's own servers for mathematics and for programs add."""
    fields: dict[str, object] = {}
    if outcome.reward is None:
        fields["_ng_failure_class"] = "internal_error" if outcome.is_our_fault else outcome.verdict
    if "verifier_metadata" in row:
        passed = [case.accepted for case in outcome.cases]
        return fields | {
            "extracted_model_code": outcome.extracted,
            "result": passed,
            "metadata": {"verdict": outcome.verdict, "reason": outcome.reason},
            "unit_tests_time_taken": sum(case.cpu_s or 0.0 for case in outcome.cases),
        }
    if "expected_answer" in row:
        return fields | {
            "extracted_answer": outcome.extracted,
            "library_reward": outcome.components.get("accuracy") or 0.0,
            "judge_evaluations": None,
        }
    return fields


def _output_text(response: Mapping[str, object]) -> str:
    """The texts of a Responses object's messages, in order."""
    output = response.get("output")
    messages = output if isinstance(output, list) else []
    return "\n".join(
        text
        for message in messages
        if isinstance(message, dict) and message.get("type") == "message"
        for text in _texts(message.get("content"))
    )


def _prompt_text(given: object) -> str | None:
    messages = given if isinstance(given, list) else []
    texts = [
        text
        for message in messages
        if isinstance(message, dict) and message.get("role") == "user"
        for text in _texts(message.get("content"))
    ]
    return "\n".join(texts) or None


def _texts(content: object) -> list[str]:
    if isinstance(content, str):
        return [content]
    parts = content if isinstance(content, list) else []
    return [part["text"] for part in parts if isinstance(part, dict) and isinstance(part.get("text"), str)]
