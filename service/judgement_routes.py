"""The latest judgements, for the page and for people, where the audit trail is on."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Query, Request, Response

from service.answers import json_response
from service.audit.trail import RECENT_ROWS
from service.errors import ServiceError
from service.queries import require_known_parameters
from service.state import state_of
from verifiers.base import Verdict
from verifiers.errors import InvalidSubmission
from verifiers.wording import instead

__all__ = ["router"]

router = APIRouter()

KINDS = ("math", "code", "format", "refused")
VERDICTS = (*(verdict for verdict in Verdict if verdict is not Verdict.SKIPPED), "invalid", "invalid_gold")
"""Of submissions, and of items that were refused."""
PARAMETERS = ("verdict", "kind", "language", "flag", "limit")


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
    require_known_parameters(request, PARAMETERS)
    trail = state_of(request).audit
    if trail is None:
        raise ServiceError(
            404, "audit_off", "The audit trail is off; REWARDD_AUDIT names the folder that it is written to."
        )
    _require_known("verdict", verdict, VERDICTS)
    _require_known("kind", kind, KINDS)
    wanted = {"verdict": verdict, "language": language}
    found = [
        row
        for row in trail.recent()
        if (kind is None or row["kind"] == kind) and _matches(row["result"], wanted, flag)
    ]
    return json_response({"judgements": found[:limit], "written": trail.written, "lost": trail.lost})


def _require_known(name: str, value: str | None, known: Sequence[str]) -> None:
    if value is not None and value not in known:
        raise InvalidSubmission(f"there is no {name} {value!r}; {instead(value, known)}", field=name)


def _matches(result: object, wanted: Mapping[str, str | None], flag: str | None) -> bool:
    assert isinstance(result, Mapping)
    if any(value is not None and result.get(name) != value for name, value in wanted.items()):
        return False
    return flag is None or flag in (result.get("flags") or ())
