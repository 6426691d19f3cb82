"""How answers are written: JSON by orjson, errors in the contract's form."""

import json
import math

import orjson
from fastapi.responses import Response
from starlette.types import Scope, Send

from service.errors import ServiceError, error_body

JSON_TYPE = "application/json"
_REFUSAL = "rewardd.refusal"


def encode(value: object) -> bytes:
    """JSON as UTF-8."""
    try:
        return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)
    except TypeError:
        # Integers beyond 64 bits, which `metadata` may echo.
        return json.dumps(value).encode()


def json_response(value: object, status: int = 200) -> Response:
    """A value as an answer."""
    return Response(encode(value), status, media_type=JSON_TYPE)


def error_response(error: ServiceError) -> Response:
    """An error as an answer."""
    response = json_response(error_body(error), error.status)
    if error.retry_after_s is not None:
        response.headers["Retry-After"] = str(math.ceil(error.retry_after_s))
    if error.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def take_refusal(scope: Scope) -> ServiceError | None:
    """The error that `send_error` answered a request with, if it did.

    Taken out, since an error knows the frames that know the scope: the two would keep each other.
    """
    error = scope.pop(_REFUSAL, None)
    assert error is None or isinstance(error, ServiceError)
    return error


async def send_error(scope: Scope, send: Send, error: ServiceError) -> None:
    """Answer with an error from below the framework."""

    async def nothing() -> dict[str, object]:
        return {"type": "http.disconnect"}

    scope[_REFUSAL] = error
    await error_response(error)(scope, nothing, send)
