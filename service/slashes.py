"""Slashes too many in a path: where a client joins an address and a path, one is often doubled or added."""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["Slashes"]

_SEVERAL = re.compile("/{2,}")


class Slashes:
    """Takes them off. Some clients follow no redirection, and one would lose the key that a path has."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and ("//" in scope["path"] or scope["path"].endswith("/")):
            path = _SEVERAL.sub("/", scope["path"]).removesuffix("/") or "/"
            scope["path"], scope["raw_path"] = path, path.encode()
        await self._app(scope, receive, send)
