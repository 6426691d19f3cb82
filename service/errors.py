"""Which error becomes which answer. One table; a test walks every error class of ours through it."""

import re
from collections.abc import Mapping

from sandbox.errors import BoxFailed, SandboxBusy, SandboxError, SandboxUnavailable
from verifiers.errors import (
    InvalidGold,
    InvalidProblem,
    InvalidSubmission,
    JudgingFailed,
    LanguageUnavailable,
    RequestError,
    StoreUnavailable,
    UnknownProblem,
    UnknownTask,
    VerifierError,
)


class ServiceError(Exception):
    """What the service itself refuses.

    Attributes:
        status: the HTTP status.
        code: the error's name on the wire.
        field: dotted path of the offending part, or empty.
        retry_after_s: when it may be tried again, if that makes sense.
    """

    def __init__(
        self, status: int, code: str, message: str, *, field: str = "", retry_after_s: float | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.field = field
        self.retry_after_s = retry_after_s


STATUSES: Mapping[type[Exception], tuple[int, str]] = {
    InvalidSubmission: (422, "invalid_submission"),
    InvalidGold: (422, "invalid_gold"),
    InvalidProblem: (422, "invalid_problem"),
    UnknownTask: (422, "unknown_task"),
    UnknownProblem: (404, "unknown_problem"),
    RequestError: (422, "invalid_request"),
    StoreUnavailable: (503, "store_unavailable"),
    LanguageUnavailable: (503, "language_unavailable"),
    JudgingFailed: (500, "internal_error"),
    VerifierError: (500, "internal_error"),
    SandboxBusy: (429, "queue_full"),
    SandboxUnavailable: (503, "sandbox_unavailable"),
    BoxFailed: (500, "internal_error"),
    SandboxError: (500, "internal_error"),
}
"""The nearest class in an error's ancestry counts."""

_WORD = re.compile(r"(?<=[a-z])([A-Z])")

BUG = "bug"

_PREDICATE = re.compile(r"(?:is|must|needs|has|have|cannot|with) ")
"""How a message begins that is to be read behind its field's name."""

RETRY_S = {429: 1.0, 503: 5.0}


EXPECTED = (VerifierError, SandboxError, ServiceError)
"""Errors that say themselves what is wrong; all others are bugs and go to the log."""


def as_service_error(error: Exception) -> ServiceError:
    """The error as it is answered."""
    if isinstance(error, ServiceError):
        return error
    for kind in type(error).__mro__:
        if kind in STATUSES:
            status, code = STATUSES[kind]
            field = getattr(error, "field", "")
            retry_after_s = getattr(error, "retry_after_s", RETRY_S.get(status))
            return ServiceError(
                status, code, sentence(str(error), field), field=field, retry_after_s=retry_after_s
            )
    return ServiceError(
        500, "internal_error", "Something in the service broke; its log says what. There is no reward."
    )


def sentence(message: str, field: str) -> str:
    """A message as it is answered: with its subject, a capital and a stop."""
    if field and _PREDICATE.match(message):
        message = f"{field} {message}"
    elif not field or not message.startswith(field):
        message = message[:1].upper() + message[1:]
    return message if message.endswith((".", "?", "!")) else f"{message}."


def cause_of(error: Exception) -> str:
    """A name for what went wrong, of which there are few: that of the error's class, or `bug`."""
    if isinstance(error, ServiceError):
        return error.code
    if isinstance(error, JudgingFailed) and isinstance(error.__cause__, SandboxError):
        return cause_of(error.__cause__)
    for kind in type(error).__mro__:
        if kind in STATUSES:
            return _name_of(kind)
    return BUG


def _name_of(kind: type[Exception]) -> str:
    return _WORD.sub(r"_\1", kind.__name__).lower()


CAUSES = (BUG, *(_name_of(kind) for kind, (status, _) in STATUSES.items() if status >= 500))
"""What `cause_of` may say of a failure of ours."""


def error_body(error: ServiceError) -> dict[str, object]:
    """The answer's body, in the contract's form."""
    body: dict[str, object] = {"code": error.code, "message": str(error)}
    if error.field:
        body["field"] = error.field
    return {"error": body}
