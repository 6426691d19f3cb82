"""Optional API keys, in a header or in the path for clients that cannot send one."""

import hashlib
import hmac
import re

from starlette.types import ASGIApp, Receive, Scope, Send

from service.answers import send_error
from service.errors import ServiceError

OPEN_PATHS = frozenset({"/health", "/healthz", "/readyz"})
_PATH_KEY = re.compile(r"/k/([^/]+)(/.*)")


class Keys:
    """Lets nobody in without a key, if there are any. Takes `/k/{key}` off paths in any case."""

    def __init__(self, app: ASGIApp, *, digests: frozenset[bytes]) -> None:
        self._app = app
        self._digests = digests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        key = ""
        found = _PATH_KEY.fullmatch(scope["path"])
        if found:
            key, path = found.groups()
            # In place, so that whoever logs or counts the request does not see the key either.
            scope.update(path=path, raw_path=path.encode())
        if self._digests and scope["path"] not in OPEN_PATHS:
            key = key or _header_key(scope)
            if not key:
                await send_error(
                    scope,
                    send,
                    ServiceError(
                        401,
                        "key_missing",
                        "This service asks for a key: send it as Authorization: Bearer or X-Api-Key, "
                        "or in the path: /k/{key}/…",
                    ),
                )
                return
            if not self._knows(key):
                await send_error(
                    scope, send, ServiceError(403, "key_unknown", "This key is not among the service's keys.")
                )
                return
        await self._app(scope, receive, send)

    def _knows(self, key: str) -> bool:
        digest = hashlib.sha256(key.encode()).digest()
        # Every known key is compared, and each in constant time, so that time tells nothing.
        return sum(hmac.compare_digest(digest, known) for known in self._digests) > 0


def _header_key(scope: Scope) -> str:
    headers: dict[bytes, bytes] = dict(scope["headers"])
    for name in (b"authorization", b"x-api-key", b"x-auth-token", b"xrl-authorization"):
        if name in headers:
            value = headers[name].decode("latin-1")
            return value.partition(" ")[2].strip() if value.lower().startswith("bearer ") else value.strip()
    return ""
