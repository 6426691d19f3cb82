"""Eval Protocol's (once reward-kit's) `POST /reward` and `POST /evaluate`.

What could not be judged has `is_score_valid` false; the format has no empty score, so it is `?null=` there.
The client reads `success` of a metric for the same, so a wrong answer has it too: its score is valid, and 0.
"""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from service.trainers.core import judge_of
from service.trainers.judging import Outcome
from service.trainers.labels import read_label
from service.trainers.refusals import try_again
from service.trainers.wishes import Asked, Wishes

router = APIRouter(tags=["trainers: rewards"])


class EvaluateRequest(BaseModel):
    """A conversation and its ground truth; further fields are the caller's own."""

    model_config = ConfigDict(extra="ignore")

    messages: Annotated[list[dict[str, object]], Field(min_length=1)]
    ground_truth: object = None
    more: Annotated[dict[str, object], Field(alias="kwargs", default_factory=dict)]


@router.post("/reward")
@router.post("/evaluate")
async def evaluate(body: EvaluateRequest, request: Request, asked: Asked) -> JSONResponse:
    """A score with its parts."""
    truth = body.ground_truth if body.ground_truth is not None else body.more.get("ground_truth")
    if _is_conversation(truth):
        truth = None
    messages = [{"role": message.get("role"), "content": message.get("content")} for message in body.messages]
    last = max(
        (index for index, message in enumerate(messages) if message["role"] == "assistant"), default=None
    )
    item = asked.item(completion=messages, **read_label(truth))
    if last:
        item["prompt"] = messages[:last]
    (outcome,) = await judge_of(request).judge([item])
    if outcome.is_our_fault:
        return try_again([outcome])
    return JSONResponse(_result(outcome, asked))


def _is_conversation(truth: object) -> bool:
    """Whether it is what the client sends that was given no ground truth: the messages before the last."""
    return isinstance(truth, list) and all(
        isinstance(part, dict) and {"role", "content"} <= part.keys() for part in truth
    )


def _result(outcome: Outcome, asked: Wishes) -> dict[str, object]:
    valid = outcome.reward is not None
    return {
        "score": asked.number(outcome),
        "is_score_valid": valid,
        "reason": outcome.reason,
        "metrics": {
            name: {
                "score": asked.null if value is None else value,
                "is_score_valid": value is not None,
                "success": value is not None,
                "reason": outcome.reason,
            }
            for name, value in outcome.components.items()
        },
        "step_outputs": None,
        "error": None if valid else outcome.reason,
    }
