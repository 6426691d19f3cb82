"""How routes answer when they raise: every error in the contract's form."""

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.routing import Route

from service import judgement_routes, routes
from service.answers import error_response
from service.errors import STATUSES, ServiceError, as_service_error, sentence
from service.mistakes import describe
from service.state import state_of
from service.trainers import ROUTERS
from verifiers.wording import meant

LOG = logging.getLogger(__name__)

HTTP_CODES = {404: "not_found", 405: "method_not_allowed", 400: "bad_request"}


def add_refusals(app: FastAPI) -> None:
    """Have an application answer errors in the contract's form, whoever raises them."""
    for kind in (*STATUSES, ServiceError):
        app.add_exception_handler(kind, _refuse)
    app.add_exception_handler(RequestValidationError, _refuse_form)
    app.add_exception_handler(HTTPException, _refuse_http)


async def _refuse(request: Request, error: Exception) -> Response:
    refusal = as_service_error(error)
    state_of(request).metrics.refused(error)
    if refusal.status >= 500:
        LOG.error("%s could not be served", request.url.path, exc_info=error)
    return error_response(refusal)


async def _refuse_form(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if isinstance(error.body, bytes) and error.body:  # not read, since it was not called JSON
        message = "Send the body as JSON, with the header Content-Type: application/json."
        return error_response(ServiceError(415, "unsupported_type", message))
    message, field = describe(error)
    return error_response(ServiceError(422, "invalid_request", sentence(message, field), field=field))


async def _refuse_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = HTTP_CODES.get(error.status_code, "http_error")
    message = error.detail
    if error.status_code == 404:
        message = _nothing_at(request)
    elif error.status_code == 405 and (methods := (error.headers or {}).get("Allow")):
        message = f"{request.url.path} does not take {request.method}, but {methods.replace(', ', ' or ')}."
    response = error_response(ServiceError(error.status_code, code, message))
    response.headers.update(error.headers or {})
    return response


def _nothing_at(request: Request) -> str:
    path = request.url.path
    routers = (routes.router, judgement_routes.router, *ROUTERS)
    known = [route.path for router in routers for route in router.routes if isinstance(route, Route)]
    near = meant(path, known)
    return f"There is nothing at {path}; {f'did you mean {near}? ' if near else ''}/docs lists what there is."
