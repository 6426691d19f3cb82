"""What stands behind the question mark of a request's address."""

from collections.abc import Sequence

from fastapi import Request

from verifiers.errors import InvalidSubmission
from verifiers.wording import instead

__all__ = ["require_known_parameters"]


def require_known_parameters(request: Request, known: Sequence[str] = ()) -> None:
    """Refuse parameters that mean nothing here, rather than ignore what somebody meant by them.

    Raises:
        InvalidSubmission: there is one.
    """
    if not request.scope["query_string"]:
        return
    for name in request.query_params:
        if name not in known:
            hint = instead(name, known) if known else "there are none here: what is asked goes into the body"
            raise InvalidSubmission(f"is no parameter; {hint}", field=f"query.{name}")
