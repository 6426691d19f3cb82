"""Who comes in: optional API keys, in a header or in the path for clients that cannot send one."""

import re
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.turns import ASKER, Asker
from service.answers import send_error
from service.errors import ServiceError
from service.keyring import Key, Keyring
from service.visitor import Visitor, set_visitor

OPEN_PATHS = frozenset({"/", "/health", "/healthz", "/readyz"})
OPEN_FOLDER = "/page/"
"""What the page is made of: it asks for the key itself."""
_PATH_KEY = re.compile(r"/k/([^/]+)(/.*)?", re.DOTALL)
KEY_HEADERS = (b"authorization", b"x-api-key", b"x-auth-token", b"xrl-authorization")


class Keys:
    """Lets nobody in without a key, if there are any, and notes for the layers below who it is.

    Takes `/k/{key}` off paths in any case, for the layers above too, so that no log line shows a key.

    Args:
        app: What is inside.
        keyring: The keys.
        is_patient: Whether requests to a path wait where others are refused.
    """

    def __init__(self, app: ASGIApp, *, keyring: Keyring, is_patient: Callable[[str], bool]) -> None:
        self._app = app
        self._keyring = keyring
        self._is_patient = is_patient

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        secret = _take_path_key(scope)
        key = None
        if self._keyring.asks and not _is_open(scope["path"]):
            secret = secret or _header_key(scope)
            try:
                key = self._require(secret)
            except ServiceError as error:
                await send_error(scope, send, error)
                return
        client = key.name if key else _address(scope)
        patient = self._is_patient(scope["path"])
        set_visitor(scope, Visitor(client=client, key=key, patient=patient))
        ASKER.set(Asker(client=client, patient=patient))
        await self._app(scope, receive, send)

    def _require(self, secret: str) -> Key:
        if not secret:
            message = (
                "This service asks for a key: send it as Authorization: Bearer or X-Api-Key, "
                "or in the path: /k/{key}/…"
            )
            raise ServiceError(401, "key_missing", message)
        key = self._keyring.find(secret)
        if key is None:
            raise ServiceError(403, "key_unknown", "This key is not among the service's keys.")
        return key


def _take_path_key(scope: Scope) -> str:
    if not scope["path"].startswith("/k/"):
        return ""
    found = _PATH_KEY.fullmatch(scope["path"])
    if found is None:
        return ""
    path = found[2] or "/"
    scope["path"], scope["raw_path"] = path, path.encode()
    return found[1]


def _is_open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(OPEN_FOLDER)


def _header_key(scope: Scope) -> str:
    headers: dict[bytes, bytes] = dict(scope["headers"])
    for name in KEY_HEADERS:
        if name in headers:
            value = headers[name].decode("latin-1")
            return value.partition(" ")[2].strip() if value.lower().startswith("bearer ") else value.strip()
    return ""


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""
