"""The latest judgements, for the page and for people, where the audit trail is on."""

from collections.abc import Mapping

from fastapi import APIRouter, Query, Request, Response

from service.answers import json_response
from service.audit.trail import RECENT_ROWS
from service.errors import ServiceError
from service.state import state_of

__all__ = ["router"]

router = APIRouter()


@router.get("/v1/judgements", tags=["judging"])
async def judgements(
    request: Request,
    verdict: str | None = None,
    kind: str | None = None,
    language: str | None = None,
    flag: str | None = None,
    limit: int = Query(100, ge=1, le=RECENT_ROWS),
) -> Response:
    """The latest judgements, newest first, long texts cut; only where the audit trail is on."""
    trail = state_of(request).audit
    if trail is None:
        raise ServiceError(
            404, "audit_off", "The audit trail is off; REWARDD_AUDIT names the folder that it is written to."
        )
    wanted = {"verdict": verdict, "language": language}
    found = [
        row
        for row in trail.recent()
        if (kind is None or row["kind"] == kind) and _matches(row["result"], wanted, flag)
    ]
    return json_response({"judgements": found[:limit], "written": trail.written, "lost": trail.lost})


def _matches(result: object, wanted: Mapping[str, str | None], flag: str | None) -> bool:
    assert isinstance(result, Mapping)
    if any(value is not None and result.get(name) != value for name, value in wanted.items()):
        return False
    return flag is None or flag in (result.get("flags") or ())
