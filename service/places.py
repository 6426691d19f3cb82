"""The places that settings name for what is kept, and whether they can be used."""

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from service.configuration import WrongConfigurationError
from service.settings import Settings, variable, without_password
from service.store_probe import trouble_with
from verifiers.code.redis_files import SCHEMES
from verifiers.code.redis_verdicts import RedisVerdicts
from verifiers.code.store import ProblemStore
from verifiers.errors import StoreUnavailable

__all__ = ["Place", "look_at_places", "require_places"]

CLOSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
"""What a folder says that this user may not write to."""
NO_FOLDER = frozenset({errno.ENOTDIR, errno.EEXIST, errno.ELOOP, errno.ENAMETOOLONG})
"""What a path says that can never become a folder. A full disk is none of these: it may have room later."""
FOLDERS: tuple[Literal["problems", "artifacts", "audit"], ...] = ("problems", "artifacts", "audit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is kept."""

    name: str
    """Of the setting."""
    url: str
    trouble: str = ""
    """Why it cannot be used, and what to do; empty if it can."""
    lasting: bool = False
    """Whether it stays so until somebody changes the settings or the host."""


def look_at_places(settings: Settings, *, remote: bool = True) -> Iterator[Place]:
    """Every place that is named, tried by writing to it.

    Redis is not asked: it may come later, and `/readyz` tells.

    Args:
        settings: what the operator set.
        remote: whether stores elsewhere are written to as well; otherwise only their drivers are looked for.
    """
    for name in FOLDERS:
        url: str = getattr(settings, name)
        if not url:
            continue
        if trouble := _no_driver(name, url):
            yield Place(name=name, url=url, trouble=f"{_as_set(name, url)}: {trouble}", lasting=True)
        elif not url.startswith(SCHEMES) and (remote or "://" not in url):
            yield _written_to(name, url)
    if settings.verdicts and (trouble := _no_client(settings)):
        yield Place(name="verdicts", url=settings.verdicts, trouble=trouble, lasting=True)


def require_places(settings: Settings) -> None:
    """Look at what can be seen at once, before serving.

    Raises:
        WrongConfigurationError: a place can never be used as the settings and the host are.
    """
    troubles = [place.trouble for place in look_at_places(settings, remote=False) if place.lasting]
    if troubles:
        raise WrongConfigurationError("\n".join(troubles))


def _no_driver(name: str, url: str) -> str:
    """Why no library speaks to this store; empty if one does, or if it is a folder."""
    if name == "artifacts":
        return "compiled programs are kept in a folder; name one" if "://" in url else ""
    try:
        ProblemStore(url)
    except StoreUnavailable as error:
        return f"{error.__cause__ or error}; name a folder or another store"
    return ""


def _written_to(name: str, url: str) -> Place:
    error = trouble_with(url)
    if error is None:
        return Place(name=name, url=url)
    trouble = f"{_as_set(name, url)}: {getattr(error, 'strerror', None) or error}"
    number = error.errno if isinstance(error, OSError) else None
    if number in CLOSED:
        trouble += (
            f"; let user {os.getuid()} write there (for a container --volume NAME:FOLDER), "
            "or name another place"
        )
    elif number in NO_FOLDER:
        trouble += "; name a folder"
    return Place(name=name, url=url, trouble=trouble, lasting=number in CLOSED | NO_FOLDER)


def _no_client(settings: Settings) -> str:
    """Why verdicts cannot be shared through this URL, whether Redis answers or not; empty if they can."""
    try:
        RedisVerdicts(settings.verdicts, ttl_s=settings.verdicts_ttl_s)
    except StoreUnavailable as error:
        return f"{_as_set('verdicts', settings.verdicts)}: {error}"
    return ""


def _as_set(name: str, url: str) -> str:
    return f"{variable(name)}={without_password(url)}"
