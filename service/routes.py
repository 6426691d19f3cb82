"""The service's own routes: read, dispatch, render."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import asdict
from functools import partial
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse, StreamingResponse
from pydantic import BaseModel, ValidationError

from service.answering import Answer
from service.answers import encode, json_response
from service.batch_admission import Admitted
from service.body import read_json
from service.convert import read_problem
from service.deadlines import ends_at, too_late
from service.errors import ServiceError
from service.good_answers import ANSWERS_BATCH, ANSWERS_VERIFY, BATCH_EXAMPLES, VERIFY_EXAMPLES
from service.metrics import CONTENT_TYPE
from service.mistakes import describe
from service.queries import require_known_parameters
from service.readiness import readiness
from service.schemas import OTHER_NAMES, OTHER_NAMES_OF_BATCHES, BatchRequest, VerifyRequest
from service.state import State, state_of
from verifiers.code.off_loop import off_loop
from verifiers.code.problem import problem_id
from verifiers.errors import InvalidProblem, InvalidSubmission
from verifiers.rewards import group_advantages
from verifiers.wording import instead, kind_of

router = APIRouter()

ModelT = TypeVar("ModelT", bound=BaseModel)

NDJSON = "application/x-ndjson"
MAX_PROBLEMS = 10_000
ANSWER_CHARS = 500
"""About what an item's answer takes."""
_A_PROBLEM = {
    "type": "object",
    "properties": {
        "kind": {"enum": ["stdio", "function", "class", "asserts"]},
        "tests": {"anyOf": [{"type": "array"}, {"type": "string"}]},
        "dataset": {"type": "object"},
    },
}
_TAKES_PROBLEMS: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "anyOf": [_A_PROBLEM, {"type": "array", "items": _A_PROBLEM, "maxItems": MAX_PROBLEMS}]
                }
            }
        },
    }
}
"""Named in the API's description as far as a form can; `docs/code.md` has the rest."""


def _takes(model: type[BaseModel], path: str, examples: Mapping[str, Any]) -> dict[str, Any]:
    """The request body for the API's description; it is read by `_read`, which knows our errors.

    What it refers to is named from the description's root, where FastAPI puts it behind `path`.
    """
    here = f"#/paths/{path.replace('/', '~1')}/post/requestBody/content/application~1json/schema"
    schema = model.model_json_schema(ref_template=f"{here}/$defs/{{model}}")
    content = {"application/json": {"schema": schema, "examples": examples}}
    return {"requestBody": {"required": True, "content": content}}


async def _read(request: Request, model: type[ModelT], other_names: Mapping[str, str]) -> ModelT:
    require_known_parameters(request)
    try:
        return model.model_validate(await read_json(request))
    except ValidationError as error:
        message, field = describe(error, model, other_names)
        raise InvalidSubmission(message, field=field) from error


@router.post(
    "/v1/verify",
    openapi_extra=_takes(VerifyRequest, "/v1/verify", VERIFY_EXAMPLES),
    responses=ANSWERS_VERIFY,
    tags=["judging"],
)
async def verify(request: Request) -> Response:
    """Judge one completion and give its reward."""
    state = state_of(request)
    asked = await _read(request, VerifyRequest, OTHER_NAMES)
    return json_response(await state.dispatcher.verify(asked))


@router.post(
    "/v1/verify/batch",
    openapi_extra=_takes(BatchRequest, "/v1/verify/batch", BATCH_EXAMPLES),
    responses=ANSWERS_BATCH,
    tags=["judging"],
)
async def verify_batch(request: Request) -> Response:
    """Judge many completions. With `Accept: application/x-ndjson` results stream as they finish."""
    state = state_of(request)
    batch = await _read(request, BatchRequest, OTHER_NAMES_OF_BATCHES)
    if len(batch.items) > state.settings.batch_items:
        raise ServiceError(
            413,
            "too_many_items",
            f"A batch may have {state.settings.batch_items} items, not {len(batch.items)}.",
            field="items",
        )
    if unknown := batch.defaults.keys() - VerifyRequest.model_fields.keys():
        name = min(unknown)
        raise InvalidSubmission(
            f"is no field; {instead(name, VerifyRequest.model_fields, OTHER_NAMES)}", field=f"defaults.{name}"
        )
    if batch.advantages and batch.items and not any(map(partial(_group_of, batch), batch.items)):
        raise InvalidSubmission(
            "advantages compare the samples of one prompt: give these the same group", field="advantages"
        )
    if NDJSON in request.headers.get("accept", ""):
        lines = _stream(state, batch, ends_at(request.scope))
        await anext(lines)  # a batch is refused before its answer begins
        return StreamingResponse(lines, media_type=NDJSON)
    async with state.admission.admitted(len(batch.items)) as admitted:
        results = await _collect(state, batch, admitted)
        return await off_loop(lambda: _whole(batch, results), len(results) * ANSWER_CHARS)


async def _collect(state: State, batch: BatchRequest, admitted: Admitted) -> list[Answer]:
    results: list[Answer] = [{}] * len(batch.items)
    async with aclosing(_answers(state, batch)) as answers:
        async for index, answer in answers:
            admitted.answered()
            results[index] = answer
    return results


def _whole(batch: BatchRequest, results: Sequence[Answer]) -> Response:
    """The answer to a batch."""
    return json_response(
        {"results": results, "groups": _groups(batch, [result["reward"] for result in results])}
    )


async def _stream(state: State, batch: BatchRequest, until: float) -> AsyncGenerator[bytes, None]:
    """Nothing once it is let in, then lines as they come; what the deadline cuts off gets one too."""
    async with state.admission.admitted(len(batch.items)) as admitted:
        yield b""
        async for line in _lines(state, batch, admitted, until):
            yield line


async def _lines(state: State, batch: BatchRequest, admitted: Admitted, until: float) -> AsyncIterator[bytes]:
    rewards: dict[int, Any] = {}
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout_at(until), aclosing(_answers(state, batch)) as answers:
            async for index, answer in answers:
                admitted.answered()
                rewards[index] = answer["reward"]
                yield encode({"index": index, **answer}) + b"\n"
    for index in range(len(batch.items)):
        if index not in rewards:
            rewards[index] = None
            yield (
                encode({"index": index, **state.dispatcher.failure(batch.items[index], too_late())}) + b"\n"
            )
    groups = _groups(batch, [rewards[index] for index in range(len(batch.items))])
    if groups:
        yield encode({"groups": groups}) + b"\n"


def _answers(state: State, batch: BatchRequest) -> AsyncGenerator[tuple[int, Answer], None]:
    return state.batches.verify_many(batch.items, batch.defaults)


def _groups(batch: BatchRequest, rewards: Sequence[Any]) -> dict[str, object]:
    members: defaultdict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(batch.items):
        if group := _group_of(batch, item):
            members[group].append(index)
    groups: dict[str, object] = {}
    for name, indexes in members.items():
        described = asdict(
            group_advantages([rewards[index] for index in indexes], batch.advantages or "grpo")
        )
        if batch.advantages is None:
            del described["advantages"]
        groups[name] = described
    return groups


def _group_of(batch: BatchRequest, item: object) -> str:
    """The name of an item's group; empty if it is in none."""
    group = {**batch.defaults, **item}.get("group") if isinstance(item, Mapping) else None
    return "" if group is None else str(group)


@router.put("/v1/problems", openapi_extra=_TAKES_PROBLEMS, tags=["problems"])
async def store_problems(request: Request) -> Response:
    """Store one problem or a list of them; answers their ids. Storing twice is storing once."""
    require_known_parameters(request)
    state = state_of(request)
    body = await read_json(request)
    if not isinstance(body, list):
        return json_response({"id": await _store(state, body, "")})
    if len(body) > MAX_PROBLEMS:
        raise ServiceError(413, "too_many_items", f"Send {MAX_PROBLEMS} problems at a time at most.")
    return json_response(
        {"ids": [await _store(state, problem, str(index)) for index, problem in enumerate(body)]}
    )


async def _store(state: State, data: object, field: str) -> str:
    if not isinstance(data, Mapping):
        raise InvalidProblem(f"a problem must be an object, not {kind_of(data)}", field=field)
    return await state.store.put(await asyncio.to_thread(read_problem, data, field))


@router.get("/v1/problems/{problem}", tags=["problems"])
async def get_problem(problem: str, request: Request) -> Response:
    """A stored problem, in its canonical form."""
    require_known_parameters(request)
    found = await state_of(request).store.get(problem)
    return await off_loop(
        lambda: json_response({"id": problem_id(found), **found.to_json()}), found.content.size_bytes
    )


@router.head("/v1/problems/{problem}", include_in_schema=False)
async def has_problem(problem: str, request: Request) -> Response:
    """Whether a problem is stored."""
    return Response(status_code=200 if await state_of(request).store.has(problem) else 404)


@router.get("/v1/languages", tags=["service"])
async def languages(request: Request) -> Response:
    """Every language, the version found, whether it can run here, and why not."""
    return json_response({"languages": [asdict(status) for status in await state_of(request).languages()]})


@router.head("/health", include_in_schema=False)
@router.head("/healthz", include_in_schema=False)
@router.get("/health", tags=["service"])
@router.get("/healthz", tags=["service"])
async def health() -> Response:
    """Alive."""
    return json_response({"status": "ok"})


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", tags=["service"])
async def ready(request: Request) -> Response:
    """Whether it can judge now, and what is less than perfect."""
    state = state_of(request)
    parts = readiness(state)
    judges = parts["math"].ready or parts["code"].ready
    answer = {name: part.to_json() for name, part in parts.items()}
    return json_response({"ready": judges, **answer}, 200 if judges else 503)


@router.get("/metrics", tags=["service"], response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """For Prometheus."""
    return Response(await state_of(request).scrape(), media_type=CONTENT_TYPE)
