"""Marks what takes time within a request, for whoever traces it; nearly free where nobody does."""

from contextvars import ContextVar
from types import TracebackType
from typing import Protocol

__all__ = ["CURRENT", "Attribute", "Span", "begin", "span"]

Attribute = str | int | float | bool


class Span(Protocol):
    """A stretch of time in a request that is traced."""

    @property
    def trace_id(self) -> str:
        """The trace's id, in hexadecimal digits."""

    def child(self, name: str) -> "Span":
        """A stretch within this one, which begins now."""

    def mark(self, **attributes: Attribute) -> None:
        """Say something about it."""

    def event(self, name: str, **attributes: Attribute) -> None:
        """Note what happened at this moment."""

    def end(self, error: BaseException | None = None) -> None:
        """It is over, by that error if there is one."""


CURRENT: ContextVar[Span | None] = ContextVar("rewardd_span", default=None)
"""The span that this work belongs to; `None` if it is not traced. Tasks inherit it."""


class _Untraced:
    """A span of a request that nobody traces."""

    def __enter__(self) -> "_Untraced":
        return self

    def __exit__(self, *_: object) -> None:
        return

    def mark(self, **attributes: Attribute) -> None:
        """Nothing."""

    def event(self, name: str, **attributes: Attribute) -> None:
        """Nothing."""


class _Traced:
    """A span that is current within its `with`."""

    def __init__(self, parent: Span, name: str) -> None:
        self._parent = parent
        self._span = parent.child(name)
        self.mark = self._span.mark
        self.event = self._span.event

    def __enter__(self) -> "_Traced":
        CURRENT.set(self._span)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Set, not reset by its token: a generator may be closed in another context than it was begun in.
        CURRENT.set(self._parent)
        # Leaving a generator early is no failure.
        self._span.end(None if isinstance(error, GeneratorExit) else error)


_UNTRACED = _Untraced()


def begin(name: str) -> Span | None:
    """A stretch of the current span that somebody else will end."""
    current = CURRENT.get()
    return None if current is None else current.child(name)


def span(name: str) -> _Traced | _Untraced:
    """A stretch of the current span, as a context manager; attributes and events can be added to it."""
    current = CURRENT.get()
    return _UNTRACED if current is None else _Traced(current, name)
