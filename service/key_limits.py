"""How many requests a key may have under way."""

from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.pace import Pace
from sandbox.turns import ASKER
from service.answers import send_error
from service.entrance import Entrance
from service.errors import ServiceError
from service.visitor import visitor_of

FIRST_GUESS = 10.0
"""Requests a second of one key, before any has been answered."""
LEAST_WAIT_S = 1.0


class KeyLimits:
    """Refuses what is beyond a key's `concurrency`; lets those wait whose clients take that for a zero.

    Args:
        app: What is inside.
        processes: So many share the limits evenly, each rounded up.
    """

    def __init__(self, app: ASGIApp, *, processes: int) -> None:
        self._app = app
        self._processes = processes
        self._uses: dict[str, _Use] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        key = visitor_of(scope).key if scope["type"] == "http" else None
        if key is None or key.concurrency is None:
            await self._app(scope, receive, send)
            return
        use = self._uses.setdefault(key.name, _Use())
        use.most = -(-key.concurrency // self._processes)
        try:
            await use.enter()
        except ServiceError as error:
            await send_error(scope, send, error)
            return
        try:
            await self._app(scope, receive, send)
        finally:
            use.leave()


class _Use:
    """The requests of one key."""

    def __init__(self) -> None:
        self.most = 1
        self._inside = 0
        self._entrance: Entrance[object] = Entrance(
            fits=lambda _: self._inside < self.most,
            enter=lambda _: self._count(1),
            leave=lambda _: self._count(-1),
        )
        self._pace = Pace(FIRST_GUESS)

    async def enter(self) -> None:
        asker = ASKER.get()
        if asker.patient:
            await self._entrance.wait(asker.path, object())
        elif self._inside < self.most:
            self._count(1)
        else:
            wait_s = self._pace.seconds_for(len(self._entrance) + 1)
            message = f"This key may have {self.most} requests under way here; wait for one of them."
            raise ServiceError(429, "key_busy", message, retry_after_s=max(LEAST_WAIT_S, wait_s))

    def leave(self) -> None:
        self._count(-1)
        self._entrance.let_in()

    def _count(self, change: int) -> None:
        self._inside += change
        if change > 0:
            self._pace.begin()
        else:
            self._pace.left(last=not self._inside)
