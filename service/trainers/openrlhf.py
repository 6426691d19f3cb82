"""OpenRLHF's `POST /get_reward`, of 0.11 (one sample per request) and of 0.9 and older (whole rollouts).

The client tries five times, a second apart, within 180 s each, and then the run ends. Every value of
`extra_logs` becomes a tensor, so all are numbers. What can never be judged is `?null=`, and `judged` is 0
then; our own failures are 503, which the client tries again.
"""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from service.trainers.core import judge_of
from service.trainers.labels import read_label
from service.trainers.refusals import try_again
from service.trainers.wishes import Asked

router = APIRouter(tags=["trainers: rewards"])

MAX_SAMPLES = 65_536


class GetRewardRequest(BaseModel):
    """`query` is prompt and response, with the chat template's special tokens."""

    model_config = ConfigDict(extra="ignore")

    query: Annotated[list[str], Field(max_length=MAX_SAMPLES)]
    prompts: list[str | None] | None = None
    labels: list[object] | None = None


@router.post("/get_reward")
async def get_reward(body: GetRewardRequest, request: Request, asked: Asked) -> JSONResponse:
    """Rewards, in the order of `query`."""
    count = len(body.query)
    prompts = body.prompts or [None] * count
    labels = body.labels or [None] * count
    if not len(prompts) == len(labels) == count:
        lengths = f"{count}, {len(prompts)} and {len(labels)}"
        message = f"query, prompts and labels must be of one length, not {lengths}."
        return JSONResponse({"error": {"code": "invalid_request", "message": message}}, status_code=422)
    outcomes = await judge_of(request).judge(
        [
            asked.item(completion=query, prompt=prompt, **read_label(label))
            for query, prompt, label in zip(body.query, prompts, labels, strict=True)
        ]
    )
    if any(outcome.is_our_fault for outcome in outcomes):
        return try_again(outcomes)
    rewards = [asked.number(outcome) for outcome in outcomes]
    logs = [asked.logs(outcome) for outcome in outcomes]
    extra_logs = {name: [log[name] for log in logs] for name in (logs[0] if logs else {})}
    return JSONResponse({"rewards": rewards, "scores": rewards, "extra_logs": extra_logs})
