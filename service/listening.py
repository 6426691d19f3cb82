"""The sockets that the service listens at, bound before anything is started: a port in use is told first."""

import contextlib
import errno
import logging
import socket
from collections.abc import Sequence

from service.settings import Settings

__all__ = ["BACKLOG", "CannotListenError", "bind", "port_to_have", "say_ready"]

LOG = logging.getLogger("rewardd")

BACKLOG = 4096
REMEDIES = {
    errno.EADDRINUSE: "--port takes another one, or end what listens there",
    errno.EACCES: "ports below 1024 are for root; --port takes another one",
    errno.EADDRNOTAVAIL: "--host takes an address of this machine: 127.0.0.1, or 0.0.0.0 for all it has",
}


class CannotListenError(Exception):
    """The address cannot be had; the message says why, and what to do."""


def bind(settings: Settings) -> list[socket.socket]:
    """A socket for every address of the host's name. None listens yet.

    Raises:
        CannotListenError: one of the addresses cannot be had.
    """
    sockets: list[socket.socket] = []
    try:
        found = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        for family, address in dict.fromkeys((entry[0], entry[4]) for entry in found):
            sockets.append(_bound(family, address))
    except (OSError, UnicodeError) as error:
        for listener in sockets:
            listener.close()
        raise CannotListenError(_told(settings, error)) from error
    return sockets


def port_to_have(settings: Settings) -> int:
    """The port at which somebody else is to listen: that of the settings, or a free one for 0.

    Raises:
        CannotListenError: somebody listens there already, or nobody may.
    """
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(listener) for listener in bind(settings)]
        port: int = sockets[0].getsockname()[1]
    return port


def say_ready(sockets: Sequence[socket.socket], what: str) -> None:
    """Log where the service can be reached, and what there is."""
    for listener in sockets:
        host, port = listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        LOG.info("rewardd is ready at http://%s:%d (%s)", shown, port, what)


def _bound(family: socket.AddressFamily, address: tuple[object, ...]) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind(address)
        # Two that are only bound may share an address; one that listens is found out here and not later.
        listener.listen(BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


def _told(settings: Settings, error: Exception) -> str:
    place = f"cannot listen at {settings.host}, port {settings.port}"
    if isinstance(error, socket.gaierror | UnicodeError):
        return f"{place}: there is no host of this name; --host takes an address of this machine"
    assert isinstance(error, OSError)
    remedy = REMEDIES.get(error.errno or 0)
    return f"{place}: {error.strerror or error}" + (f"; {remedy}" if remedy else "")
