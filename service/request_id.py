"""The id of the request under way, for whoever notes something about it."""

from contextvars import ContextVar

__all__ = ["REQUEST_ID"]

REQUEST_ID: ContextVar[str] = ContextVar("rewardd_request_id", default="")
"""As in the answer's `X-Request-Id`; empty outside a request."""
