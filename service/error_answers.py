"""The errors that any route may answer, for the API's description."""

from collections.abc import Mapping
from typing import Any

__all__ = ["ERROR_ANSWERS", "TRAINERS_ERROR_ANSWERS"]

_MEANINGS: Mapping[int, str] = {
    400: "The body or a header cannot be read.",
    401: "The service asks for a key.",
    403: "The key is not known.",
    404: "There is no such problem, or nothing at this address.",
    405: "There is something at this address, but not by this method.",
    408: "The rest of the body did not come in time.",
    413: "The body, or the batch, is larger than the service takes.",
    415: "The body is packed in a way that is not known.",
    422: "A field is missing, unknown or of the wrong form; `field` names it.",
    429: "A queue is full; `Retry-After` says when to try again.",
    500: "The service failed; its log says more under the answer's X-Request-Id.",
    503: "The service cannot judge this now, or could not within the request's time.",
}
_SCHEMA: Mapping[str, object] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {"type": "string", "description": "The error's name, for programs."},
                "message": {"type": "string", "description": "A sentence that says what to do."},
                "field": {"type": "string", "description": "Dotted path of the field that is meant."},
            },
        }
    },
}


def _answers(schema: Mapping[str, object]) -> dict[int | str, dict[str, Any]]:
    return {
        status: {"description": meaning, "content": {"application/json": {"schema": schema}}}
        for status, meaning in _MEANINGS.items()
    }


ERROR_ANSWERS = _answers(_SCHEMA)
"""By status; every one has the same form."""
TRAINERS_ERROR_ANSWERS = _answers({"type": "object", "description": "As the trainer's protocol has it."})
"""The same for the routes that follow the protocols of others."""
